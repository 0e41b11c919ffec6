"""Completion in PowerShell, which click does not know."""

import os

from click.shell_completion import CompletionItem, ShellComplete, add_completion_class, split_arg_string

_SCRIPT = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $env:COMP_WORDS = $commandAst.ToString()
    $env:COMP_CWORD = $wordToComplete
    $env:%(complete_var)s = "powershell_complete"
    %(prog_name)s | ForEach-Object {
        $kind, $value, $help = $_ -split "`t", 3
        if (-not $help) { $help = $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, "ParameterValue", $help)
    }
    $env:COMP_WORDS = $env:COMP_CWORD = $env:%(complete_var)s = $null
}
"""


class PowerShell(ShellComplete):
    """The words so far come in two variables, as in the other shells; a completion goes out on one line."""

    name = "powershell"
    source_template = _SCRIPT

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the cursor, without the command's own name, and the one that is being typed."""
        words, incomplete = split_arg_string(os.environ["COMP_WORDS"])[1:], os.environ["COMP_CWORD"]
        if incomplete and words and words[-1] == incomplete:
            words.pop()
        return words, incomplete

    def format_completion(self, item: CompletionItem) -> str:
        """Kind, value and help, divided by tabs."""
        return "\t".join((item.type, item.value, (item.help or "").replace("\t", " ")))


def register() -> None:
    """Make ``_MESOPLAN_COMPLETE=powershell_source`` known."""
    add_completion_class(PowerShell)
