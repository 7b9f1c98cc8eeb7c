"""Reading a file in a child process with limits on time and memory, so that no file can take the server with it.

The child is this module run by itself: it gets the bytes on its standard input, reads them, and writes what it made
on its standard output. It inherits no open file and no environment, so it knows neither database nor keys. Whatever
becomes of it, its death is a Refusal in the parent.
"""

import io
import os
import pickle
import resource
import signal
import subprocess
import sys
import traceback
from collections.abc import Collection
from typing import Any, Literal, cast

from teikei.lists.layout import Profile
from teikei.lists.located import Row
from teikei.lists.model import Listing
from teikei.lists.pickled import pickled
from teikei.lists.read.limits import NoList
from teikei.names.bilingual import Refusal

Outcome = Literal["listing", "rows", "no list", "refused", "memory", "fault"]
# Of all classes only those of which a listing is made: what a damaged child writes cannot call anything else.
_MODULES = frozenset(("teikei.lists.located", "teikei.lists.model", "teikei.rules.counting", "teikei.rules.days", "teikei.names.bilingual"))
_BUILT_IN = frozenset((("datetime", "date"), ("builtins", "dict"), ("builtins", "frozenset")))


class ReaderFault(Refusal):
    """The reader itself is at fault; `trace` says where, for the log."""

    def __init__(self, name: str, trace: str) -> None:
        self.trace = trace
        super().__init__(
            f"{name}: the file could not be read: the reader itself failed on it. Nothing was stored. Save it in another "
            "format (XLSX or CSV) and try that, and report the file.",
            f"{name}: 読取り処理の不具合により読めませんでした。何も登録していません。別の形式（XLSX や CSV）で保存して試し、このファイルを報告してください。",
        )


def read_limited(
    content: bytes,
    name: str,
    *,
    profile: Profile | None = None,
    known_units: Collection[str] = (),
    seconds: int = 20,
    megabytes: int = 1024,
) -> Listing:
    """The listing in the bytes of a file, read by a child that may take so much processor time and memory.

    Refusal for what `read_content` refuses, and where the child ran out of time or memory or died.
    """
    found = _read_by_child((content, name, profile, tuple(known_units)), name, seconds, megabytes)
    if not isinstance(found, Listing):
        raise ReaderFault(name, "no listing")
    return found


def rows_limited(content: bytes, name: str, *, seconds: int = 20, megabytes: int = 1024) -> tuple[Row, ...]:
    """The located rows of a table file (XLSX, XLS, ODS, CSV), not understood, read by a child with the same limits."""
    found = _read_by_child((content, name, None, None), name, seconds, megabytes)
    if not isinstance(found, tuple):
        raise ReaderFault(name, "no rows")
    return found


def _read_by_child(asked: tuple[Any, ...], name: str, seconds: int, megabytes: int) -> Listing | tuple[Row, ...]:
    child = subprocess.Popen(  # noqa: S603 (our own interpreter, our own module)
        [sys.executable, "-P", "-m", "teikei.lists.read.limited", str(seconds), str(megabytes)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, close_fds=True, cwd="/",
        env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LANG": "C.UTF-8"},
    )  # fmt: skip
    with child:
        try:
            # A child that sleeps takes no processor time: the clock on the wall ends it.
            written, _ = child.communicate(pickled(asked), timeout=3 * seconds + 10)
        except subprocess.TimeoutExpired:
            raise _too_long(name, seconds) from None
        finally:
            child.kill()
    return _made_of(written, child.returncode, name, seconds, megabytes)


def _made_of(written: bytes, ended: int, name: str, seconds: int, megabytes: int) -> Listing | tuple[Row, ...]:
    """The listing or rows that the child wrote; Refusal where it wrote none."""
    if ended == -signal.SIGXCPU:
        raise _too_long(name, seconds)
    try:
        outcome, value = cast("tuple[Outcome, Any]", _Careful(io.BytesIO(written)).load())
    except (pickle.UnpicklingError, EOFError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise _died(name, ended) from error
    match outcome:
        case "listing" if isinstance(value, Listing):
            return value
        case "rows" if isinstance(value, tuple) and all(isinstance(row, Row) for row in value):
            return value
        case "no list":
            raise NoList(name, tuple(map(str, value)))
        case "refused":
            raise Refusal(str(value[0]), str(value[1]))
        case "memory":
            raise _too_much(name, megabytes)
        case _:
            raise ReaderFault(name, str(value))


class _Careful(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Only the classes of a listing, and by no path through their modules."""
        if "." not in name and (module in _MODULES or (module, name) in _BUILT_IN):
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a listing")


def _too_long(name: str, seconds: int) -> Refusal:
    return Refusal(
        f"{name}: reading took longer than {seconds} seconds and was stopped. Nothing was stored. Give the list alone, or save it as CSV.",
        f"{name}: 読取りが {seconds} 秒を超えたため中止しました。何も登録していません。協定一覧だけのファイルにするか、CSV で保存してください。",
    )


def _too_much(name: str, megabytes: int) -> Refusal:
    return Refusal(
        f"{name}: reading took more than {megabytes} MB of memory and was stopped. Nothing was stored. Give the list alone, or save it as CSV.",
        f"{name}: 読取りに {megabytes} MB を超えるメモリーが必要なため中止しました。何も登録していません。"
        "協定一覧だけのファイルにするか、CSV で保存してください。",
    )


def _died(name: str, ended: int) -> Refusal:
    how = signal.Signals(-ended).name if ended < 0 else str(ended)
    return Refusal(
        f"{name}: the reader was stopped before it had finished ({how}). Nothing was stored. The file may be damaged; save it again, "
        "in another format if you can.",
        f"{name}: 読取り処理が途中で止まりました（{how}）。何も登録していません。ファイルが壊れている可能性があります。"
        "可能なら別の形式で保存し直してください。",
    )


# The child --------------------------------------------------------------------------------------------------------


def main(seconds: int, megabytes: int) -> None:
    """The child: limits first, then the file from standard input, then what was made of it to standard output."""
    limit(seconds, megabytes)
    # What a library prints must not run into the answer.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    content, name, profile, known_units = pickle.load(sys.stdin.buffer)  # noqa: S301 (from the parent, which starts us)
    out.write(answer(content, name, profile, known_units))
    out.close()


def limit(seconds: int, megabytes: int) -> None:
    """Bound this process: processor time, address space; no core dump, no file written."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024 * 1024, megabytes * 1024 * 1024))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def answer(content: bytes, name: str, profile: Profile | None, known_units: Collection[str] | None) -> bytes:
    """What the child writes: the outcome and its value. known_units None: only the rows are asked for."""
    from teikei.lists.read import read_content, rows_of

    try:
        if known_units is None:
            return _answered("rows", rows_of(content, name))
        return _answered("listing", read_content(content, name, known_units=known_units, profile=profile))
    except NoList as refusal:
        return _answered("no list", refusal.signs)
    except Refusal as refusal:
        return _answered("refused", (refusal.text.en, refusal.text.ja))
    except MemoryError:
        return _answered("memory", None)
    except Exception:
        return _answered("fault", traceback.format_exc(limit=-20))


def _answered(outcome: Outcome, value: object) -> bytes:
    return pickled((outcome, value))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
