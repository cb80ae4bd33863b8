"""Accounts, organisations, applications, invitations, consent. Groups and rights are Django's own."""

from __future__ import annotations

import secrets
import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handbook.models.versions import PUBLIC_GROUP

PUBLIC = PUBLIC_GROUP
SOUNDING_BOARD = "klankbordgroep"
WORKING_GROUP = "werkgroep"
EDITORS = "redactie"
ADMINISTRATORS = "beheerder"
OBSERVERS = "waarnemer"
GUESTS = "gasten van ronde"
"""How the groups begin of those who help their organisation in one round only; the number of the round follows."""

MEMBERSHIP = "membership"
"""The purpose of the consent that comes with joining the sounding board."""
TERMS_VERSION = "2026-11"
"""Which text of the terms a new member agrees to; changes with the text at /voorwaarden/, by hand and on purpose."""


class Organisation(models.Model):
    """A municipality, region, partner or school that people react for."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "gemeente", _("municipality")
        REGION = "regio", _("region")
        PARTNER = "partner", _("partner organisation")
        MINISTRY = "ministerie", _("ministry")
        SCHOOL = "school", _("school")
        OTHER = "anders", _("other")

    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.MUNICIPALITY)
    is_partner = models.BooleanField(_("weighs along"), default=False, help_text=_("A partner of the working group."))

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="organisation_name_once",
                violation_error_message=_("There is already an organisation with this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        if password:
            user.set_password(password)
        else:
            user.set_unusable_password()
        user.save(using=self._db)
        return user

    def active_in(self, groups: models.QuerySet[Group]) -> models.QuerySet[User]:
        """Those of these groups who may sign in, each once, however many of the groups they are in."""
        members = User.groups.through.objects.filter(group__in=groups).values("user_id")
        return self.filter(is_active=True, pk__in=members)

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """One account, known by its e-mail address. Everything beside the address and the name is needed to weigh remarks."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=120)
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("organisation"),
    )
    function = models.CharField(_("function"), max_length=120, blank=True)
    region = models.CharField(_("region"), max_length=80, blank=True)
    is_coordinator = models.BooleanField(_("submits for the organisation"), default=False)
    language = models.CharField(
        _("language"),
        max_length=5,
        default="nl",
        choices=[("nl", "Nederlands"), ("en", "English")],
    )
    house_rules_accepted_at = models.DateTimeField(_("house rules accepted at"), null=True, blank=True)
    shortcuts = models.BooleanField(_("keyboard shortcuts"), default=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined at"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name"]
        permissions = [
            ("read_audit_trail", "Can read the audit trail"),
            ("handle_personal_data", "Can hand out and erase personal data on request"),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_per_address",
                violation_error_message=_("There is already an account with this address."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email

    def get_username(self) -> str:
        return self.email

    @property
    def is_staff(self) -> bool:
        """Whether the Wagtail admin is open to this person; Wagtail's templates ask it."""
        return self.has_perm("wagtailadmin.access_admin")


class Subject(models.Model):
    """A random number that stands for a person in consent and audit rows; erasing a person drops the link."""

    number = models.UUIDField(_("number"), primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        User,
        models.SET_NULL,
        null=True,
        related_name="subject",
        verbose_name=_("person"),
    )

    class Meta:
        verbose_name = _("subject number")
        verbose_name_plural = _("subject numbers")

    def __str__(self) -> str:
        return str(self.number)


class Consent(models.Model):
    """Proof that somebody agreed to a text: which text, which version, when, where. Rows are only added."""

    subject = models.ForeignKey(
        Subject,
        models.PROTECT,
        related_name="consents",
        verbose_name=_("subject number"),
    )
    purpose = models.CharField(_("purpose"), max_length=40)
    text_version = models.CharField(_("version of the text"), max_length=40)
    privacy_version = models.CharField(_("version of the privacy statement"), max_length=40, blank=True)
    given_at = models.DateTimeField(_("given at"))
    withdrawn = models.BooleanField(_("is a withdrawal"), default=False)
    place = models.CharField(_("form"), max_length=200)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["subject", "id"]

    def __str__(self) -> str:
        return f"{self.purpose} {self.text_version}"


class Application(models.Model):
    """A request to join the sounding board, from the form that is open to everybody."""

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("address not confirmed")
        OPEN = "open", _("waits for a decision")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), max_length=254)
    organisation_name = models.CharField(_("organisation"), max_length=160)
    function = models.CharField(_("function"), max_length=120)
    region = models.CharField(_("region"), max_length=80, blank=True)
    motivation = models.TextField(_("motivation"), max_length=2000, blank=True)
    language = models.CharField(_("language"), max_length=5, default="nl")
    terms_version = models.CharField(_("version of the terms"), max_length=40)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.UNCONFIRMED)
    applied_at = models.DateTimeField(_("applied at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decision_text = models.TextField(_("text to the applicant"), blank=True)

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-applied_at"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(state__in=["unconfirmed", "open"]),
                name="one_open_application_per_address",
                violation_error_message=_("There is already an application with this address."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.organisation_name})"


def new_token() -> str:
    return secrets.token_urlsafe(24)


class Invitation(models.Model):
    """An editor asks somebody to join a group; accepting makes the account. The address counts as confirmed."""

    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(_("name"), max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    group = models.ForeignKey(Group, models.PROTECT, related_name="+", verbose_name=_("group"))
    language = models.CharField(_("language"), max_length=5, default="nl")
    token = models.CharField(_("token"), max_length=64, unique=True, default=new_token, editable=False)
    invited_at = models.DateTimeField(_("invited at"))
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by"))
    expires_at = models.DateTimeField(_("expires at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "group",
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation_per_address",
                violation_error_message=_("This address already has an open invitation for this group."),
            )
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_for_guest(self) -> bool:
        """Whether a coordinator asks a colleague along for one round, in her organisation and no other."""
        return self.group.name.startswith(GUESTS)
