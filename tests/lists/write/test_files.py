"""Files are written whole or not at all."""

import pytest

from teikei.lists.write.files import write_file


def test_what_stood_there_before_is_replaced_at_once(tmp_path):
    path = tmp_path / "list.txt"
    write_file(path, b"first")
    write_file(path, b"second")
    assert (path.read_bytes(), [file.name for file in tmp_path.iterdir()]) == (b"second", ["list.txt"])
    assert path.stat().st_mode & 0o444 == 0o444


def test_a_failure_names_the_file_asked_for_and_leaves_nothing_beside_it(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(IsADirectoryError) as failed:
        write_file(folder, b"text")
    assert failed.value.filename == str(folder)
    assert [file.name for file in tmp_path.iterdir()] == ["folder"]


def test_an_interruption_leaves_nothing_beside_it(tmp_path, monkeypatch):
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        write_file(tmp_path / "list.txt", b"text")
    assert list(tmp_path.iterdir()) == []
