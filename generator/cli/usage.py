"""What is wrong with a command line, in the language of the user: click says it in English only."""

from __future__ import annotations

import re
from io import StringIO

import click

from generator.model.diagnostics import did_you_mean

_SAID = (
    (r"No such command '(.+)'\.(?:.*)", "没有命令“{0}”"),
    (r"No such option '?(\S+?)'?\.?(?: \(?(?:Did you mean|Possible options:?) .*)?", "没有选项 {0}"),
    (r"Option '(.+)' requires an argument\.", "选项 {0} 后面要写值"),
    (r"Option '(.+)' requires (\d+) arguments\.", "选项 {0} 后面要写 {1} 个值"),
    (r"Option '(.+)' does not take a value\.", "选项 {0} 后面不写值"),
    (r"Got unexpected extra arguments? \((.+)\)", "多写了 {0}"),
    (r"'(.+)' is not one of (.+)\.", "“{0}”不能用，可以写 {1}"),
    (r"(?:File|Directory|Path) '(.+)' does not exist\.", "没有文件或者文件夹 {0}"),
    (r"File '(.+)' is a directory\.", "{0} 是文件夹，要写文件"),
    (r"(?:Directory|Path) '(.+)' is a file\.", "{0} 是文件，要写文件夹"),
    (r"(?:File|Directory|Path) '(.+)' is not (?:readable|writable)\.", "没有 {0} 的权限"),
    (r"'?(.+?)'? is not a valid integer(?: range)?\.", "“{0}”不是整数"),
    (r"(.+) is not in the range (.+)\.", "{0} 不在范围 {1} 之内"),
    (r"Missing command\.", "缺少命令"),
)


def misused(wrong: click.ClickException, lang: str) -> str:
    """The lines that say what is wrong and where help is."""
    if lang == "en":
        said = StringIO()
        wrong.show(said)
        return said.getvalue().rstrip("\n")
    lines = []
    context = wrong.ctx if isinstance(wrong, click.UsageError) else None
    if context:
        usage = context.get_usage().removeprefix("Usage: ").replace("[OPTIONS]", "[选项]")
        lines = [f"用法：{' '.join(usage.split())}", f"运行 {context.command_path} --help 查看说明", ""]
    return "\n".join([*lines, f"错误：{_message(wrong, context)}"])


def _message(wrong: click.ClickException, context: click.Context | None) -> str:
    message = wrong.message
    if isinstance(wrong, click.MissingParameter):
        return f"缺少 {_named(wrong)}" if _named(wrong) else message
    for pattern, words in _SAID:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            message = words.format(*found.groups())
            break
    if isinstance(wrong, click.BadParameter) and _named(wrong):
        return f"{_named(wrong)}：{message}"
    if isinstance(wrong, click.NoSuchOption) and wrong.possibilities:
        return f"{message}；{did_you_mean(wrong.option_name, wrong.possibilities).zh}"
    group = context.command if context else None
    if message.startswith("没有命令") and isinstance(group, click.Group) and context:
        return f"{message}；{did_you_mean(message[5:-1], group.list_commands(context)).zh}"
    return message


def _named(wrong: click.BadParameter) -> str:
    """The option or argument, as it is written."""
    hint = wrong.param.get_error_hint(wrong.ctx) if wrong.param and wrong.ctx else wrong.param_hint or ""
    return (hint if isinstance(hint, str) else " / ".join(hint)).replace("'", "")
