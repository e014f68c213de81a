from __future__ import annotations

import pytest

from newsfeed.text.html.share_links import is_share


@pytest.mark.parametrize(
    "address",
    [
        "https://www.facebook.com/dialog/share?app_id=1&href=https%3A%2F%2Fa.example%2F1",
        "https://www.facebook.com/sharer/sharer.php?u=https://a.example/1",
        "https://x.com/intent/tweet?url=https%3A%2F%2Fa.example",
        "https://twitter.com/share?url=https%3A//a.example&text=A",
        "whatsapp://send?text=A",
        "https://web.whatsapp.com/send?text=A%20-%20https%3A%2F%2Fa.example",
        "https://t.me/share/url?url=https://a.example",
        "https://www.reddit.com/submit?url=https://a.example",
        "https://www.linkedin.com/shareArticle?mini=true&url=https%3A%2F%2Fa.example",
        "https://pinterest.com/pin/create/button/?url=https%3A%2F%2Fa.example",
        "http://service.weibo.com/share/share.php?url=https%3A%2F%2Fa.example",
        "https://sns.qzone.qq.com/cgi-bin/qzshare/cgi_qzshare_onekey?url=https%3A%2F%2Fa.example",
        "https://www.google.com/bookmarks/mark?op=add&bkmk=https%3A//a.example",
        "https://a.example/story/?share=facebook",
        "mailto:?subject=A&body=https%3A%2F%2Fa.example",
    ],
)
def test_sharing_addresses_are_known_by_their_structure(address: str) -> None:
    assert is_share(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/",
        "https://a.example/share-prices-fall?page=2",
        "https://a.example/2024/01/share/",
        "https://a.example/?u=https://b.example",
        "https://translate.example/translate?u=https%3A%2F%2Fa.example",
        "https://facebook.com/ann.smith",
        "https://x.com/ann/status/1",
        "mailto:ann@a.example",
    ],
)
def test_other_addresses_are_not_sharing(address: str) -> None:
    assert not is_share(address)
