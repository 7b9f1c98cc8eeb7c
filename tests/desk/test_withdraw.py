from teikei.registry.models import Draft, DraftFinding, DraftJudgment, DraftLines


def test_deleting_asks_first(client, draft, see):
    assert "この操作は取り消せません" in see(f"{draft}delete/").text
    assert Draft.objects.count() == 1


def test_deleting_takes_the_file_the_reading_and_the_decisions_away(client, draft, see):
    client.post(f"{draft}findings/1/", {"decision": "dismiss"})
    assert client.post(f"{draft}delete/")["Location"] == "/desk/"
    assert not any(kind.objects.exists() for kind in (Draft, DraftLines, DraftFinding, DraftJudgment))
    assert "list.txt をファイルとともに削除しました" in see("/desk/").text
    assert client.get(draft).status_code == 404


def test_the_same_file_can_be_handed_in_again_after(client, draft, hand_in):
    client.post(f"{draft}delete/")
    hand_in()
    assert Draft.objects.count() == 1
