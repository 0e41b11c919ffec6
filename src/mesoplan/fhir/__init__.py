"""FHIR R4, R4B and R5 to a case, and answers to FHIR: pure maps over plain JSON, without a FHIR library."""
