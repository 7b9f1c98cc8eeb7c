"""Every format of a listing in both languages. A long list is set by two processes at once, one for each language.

The second process is this module run by itself: it gets the listing on its standard input and writes the files, or what went
wrong, on its standard output. It is started anew and not forked: Typst has threads, of which a fork has none.
"""

import os
import pickle
import subprocess
import sys
from contextlib import suppress

from teikei.lists.model import Listing
from teikei.lists.pickled import pickled
from teikei.lists.write import FORMATS, Behind, Format, write_composed
from teikei.lists.write.compose import compose
from teikei.lists.write.english import NO_WORDS, EnglishWords, headings_in_english
from teikei.lists.write.partners import Partners
from teikei.names.bilingual import Language, Refusal
from teikei.names.collector import collector_waits

# Starting a process takes about as long as setting so many rows.
MANY = 2_000


class NotWritten(Refusal):
    """A file could not be made: a font or a template is missing, or a writer failed."""

    def __init__(self, written: Format, cause: str) -> None:
        self.written, self.cause = written, cause
        super().__init__(
            en=f"The {written.upper()} file could not be made ({cause}). Nothing was published; put the installation right and publish again.",
            ja=f"{written.upper()} ファイルを作成できません（{cause}）。公開していません。設置状態を直してから、もう一度公開してください。",
        )


Files = dict[tuple[Format, Language], bytes]


def write_every(listing: Listing, english: Listing, *, partners: Partners, behind: Behind, known: EnglishWords = NO_WORDS) -> Files:
    """The bytes of each file. NotWritten where one cannot be made: then there is none.

    listing: laid out in Japanese (`compose`). english: the same in English, for the files that are read in English. JSON keeps the printed names of institutions and units
    in both: who the partners are stands beside them there. known: what the list's other words are in English, there too.
    """
    if len(listing.entries) < MANY:
        return _in_language("ja", listing, listing, partners, behind, known) | _in_language("en", english, listing, partners, behind, known)
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "teikei.lists.write.every"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd="/",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    ) as child:  # fmt: skip
        try:
            assert child.stdin
            assert child.stdout
            with suppress(BrokenPipeError), child.stdin as sent:
                sent.write(pickled(("en", english, listing, dict(partners), dict(behind), known)))
            files = _in_language("ja", listing, listing, partners, behind, known)
            return files | _made_of(child.stdout.read())
        finally:
            child.kill()


def _in_language(language: Language, shown: Listing, printed: Listing, partners: Partners, behind: Behind, known: EnglishWords) -> Files:
    """The files of one language: the listing as it is shown in it, and in JSON as it is printed."""
    made: Files = {}
    composed = shown if language == "ja" else compose(shown, language=language)
    kept = composed if shown is printed else compose(headings_in_english(printed, known), language=language)
    for written in FORMATS:
        content, original = (kept, printed) if written == "json" else (composed, shown)
        try:
            made[written, language] = write_composed(
                content, written, language=language, original=original, partners=partners, behind=behind
            )
        except Refusal:
            raise
        except Exception as fault:
            raise NotWritten(written, f"{type(fault).__name__}: {fault}"[:300]) from fault
    return made


def _made_of(answer: bytes) -> Files:
    if not answer:
        raise NotWritten("pdf", "the second process ended early")
    found = pickle.loads(answer)  # noqa: S301 (from a process of ours)
    if isinstance(found, dict):
        return found
    raise NotWritten(*found)


@collector_waits()
def main() -> None:
    """The second process: the files of one language, or format and cause of a failure."""
    language, shown, printed, partners, behind, known = pickle.load(sys.stdin.buffer)  # noqa: S301 (from the parent, which starts us)
    try:
        answer: object = _in_language(language, shown, printed, partners, behind, known)
    except NotWritten as fault:
        answer = (fault.written, fault.cause)
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    main()
