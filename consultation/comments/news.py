"""What colleagues wrote in an open round, told to its members in their digests: so many new remarks at this section."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from consultation.comments.models import Comment, NewsItem, Opening
from consultation.comments.notices import NEW_REMARKS, place_of, section_url
from consultation.delivery.actions import Follower, News, collect, follow
from consultation.people.models import User
from consultation.rounds.models import Round

AT_A_TIME = 500


def collect_news(at: datetime) -> int:
    """Writes what is new in the open rounds for every member whose digest is due; returns how many notices.

    A blind round is left out: its members see each other's remarks when it is closed.
    """
    number_news()
    rounds = list(Round.objects.open(at).filter(blind=False).select_related("version").prefetch_related("audience"))
    for round in rounds:
        follow(feed=NEW_REMARKS, users=User.objects.active_in(round.audience.all()), at=at)
    return collect(feed=NEW_REMARKS, gather=_gatherer(rounds), at=at)


def number_news() -> int:
    """Gives the remarks that were posted since the last time their numbers; returns how many.

    Two workers that number at once want the same numbers: the second fails as a whole and leaves it to the next run.
    """
    posted = Comment.objects.posted().filter(parent=None, news_item=None).order_by("posted_at", "pk")
    keys = list(posted.values_list("pk", flat=True)[:AT_A_TIME])
    if not keys:
        return 0
    last = NewsItem.objects.order_by("-number").values_list("number", flat=True).first() or 0
    try:
        with transaction.atomic():
            NewsItem.objects.bulk_create(NewsItem(number=last + 1 + index, comment_id=key) for index, key in enumerate(keys))
    except IntegrityError:
        return 0
    return len(keys)


def _gatherer(rounds: Sequence[Round]) -> Callable[[Sequence[Follower]], tuple[list[News], int]]:
    """Gives what is new for some followers: five queries, whatever their number and that of the remarks."""

    def gather(followers: Sequence[Follower]) -> tuple[list[News], int]:
        last = NewsItem.objects.order_by("-number").values_list("number", flat=True).first() or 0
        remarks = _remarks(rounds, after=min(one.position for one in followers), upto=last)
        audience = _audience(rounds, followers)
        opened = _openings(remarks, followers)
        news: list[News] = []
        for follower in followers:
            fresh: dict[int, list[Comment]] = defaultdict(list)
            for remark in remarks:
                if remark.news_item.number > follower.position and _concerns(follower.user, remark, audience, opened):
                    fresh[remark.section_id].append(remark)
            news += [_news(follower.user, at_place, last) for at_place in fresh.values()]
        return news, last

    return gather


def _remarks(rounds: Sequence[Round], *, after: int, upto: int) -> list[Comment]:
    issues = [round.version_id for round in rounds]
    of_rounds = Q(version__in=issues) | Q(version__corrects__in=issues)
    numbered = Comment.objects.posted().filter(of_rounds, news_item__number__gt=after, news_item__number__lte=upto)
    return list(
        numbered.select_related("news_item", "submitter", "version", "section__version").order_by("section__position", "pk")
    )


def _audience(rounds: Sequence[Round], followers: Sequence[Follower]) -> set[tuple[int, int]]:
    """Who of the followers is in the audience of which version's round."""
    groups = User.groups.through.objects.filter(user__in=[one.user.pk for one in followers]).values_list("group", "user")
    members = defaultdict(set)
    for group, user in groups:
        members[group].add(user)
    return {(user, round.version_id) for round in rounds for group in round.audience.all() for user in members[group.pk]}


def _openings(remarks: Sequence[Comment], followers: Sequence[Follower]) -> dict[tuple[int, int], datetime]:
    """When the page was made on which each follower last saw each section."""
    sections = {remark.section_id for remark in remarks}
    rows = Opening.objects.filter(section__in=sections, user__in=[one.user.pk for one in followers], shown_at__isnull=False)
    return {(user, section): at for user, section, at in rows.values_list("user", "section", "shown_at")}


def _concerns(user: User, remark: Comment, audience: set[tuple[int, int]], opened: dict[tuple[int, int], datetime]) -> bool:
    """Whether a remark is news for somebody: not her own or her organisation's, and not seen on the site."""
    submitter = remark.submitter
    own = submitter.user_id == user.pk or (submitter.collective and submitter.organisation_id == user.organisation_id)
    seen = opened.get((user.pk, remark.section_id))
    return (
        (user.pk, remark.version.issue_id) in audience
        and not own
        and not (seen and remark.posted_at and seen >= remark.posted_at)
    )


def _news(user: User, remarks: Sequence[Comment], last: int) -> News:
    section = remarks[0].section
    place = place_of(section)
    with override(user.language):
        count = ngettext("%(n)d new remark", "%(n)d new remarks", len(remarks)) % {"n": len(remarks)}
        title = _("%(count)s on %(place)s") % {"count": count, "place": place}
    return News(
        user=user,
        topic=f"news:{section.pk}:{last}",
        title=title,
        body=count,
        url=section_url(section),
        handbook=str(section.version),
        place=place,
    )
