"""The community request and its categories."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, When
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from portal.access import Permission, Role
from portal.models import Agency, Claim, District, FiscalYear, Provenance, Province, ProvinceGroup, User
from portal.models.programme import provenance_constraints
from workshops.models import Sector, Workshop


class RequestStatus(models.TextChoices):
    """Where a request stands. How it ended is `RequestOutcome`; being late is computed and never stored."""

    DRAFT = "draft", _("ร่าง")
    SUBMITTED = "submitted", _("เสนอแล้ว")
    RETURNED = "returned", _("ส่งกลับแก้ไข")
    ACCEPTED = "accepted", _("รับเรื่องแล้ว")
    ASSIGNED = "assigned", _("มอบหมายแล้ว")
    ANSWERED = "answered", _("ตอบแล้ว")
    UNDER_WAY = "under_way", _("กำลังดำเนินการ")
    DELIVERED = "delivered", _("ส่งมอบแล้ว")
    CLOSED = "closed", _("ปิดเรื่อง")
    DECLINED = "declined", _("ไม่รับเรื่อง")
    MERGED = "merged", _("รวมเรื่อง")
    WITHDRAWN = "withdrawn", _("ถอนเรื่อง")


class RequestOutcome(models.TextChoices):
    """How a closed request ended."""

    MET = "met", _("ตอบสนองได้ครบ")
    PARTLY_MET = "partly_met", _("ตอบสนองได้บางส่วน")
    NOT_MET = "not_met", _("ตอบสนองไม่ได้")


class RequestDeclineReason(models.TextChoices):
    """Why the ministry does not take up a request."""

    NOT_SCIENCE = "not_science", _("ไม่อยู่ในขอบเขตของโครงการ")
    OTHER_BODY = "other_body", _("เป็นภารกิจของหน่วยงานอื่น")
    NOT_READY = "not_ready", _("ผู้เสนอยังไม่พร้อมดำเนินการ")
    UNCLEAR = "unclear", _("ข้อมูลไม่เพียงพอ และไม่ได้รับคำชี้แจง")
    NOT_FEASIBLE = "not_feasible", _("ไม่เหมาะสมทางเทคนิค")


#: The number of a request as it is quoted in letters.
REFERENCE = re.compile(r"(?P<year>2[4-7][0-9]{2})-(?P<number>[0-9]{1,6})")

#: Before acceptance: no number yet, nothing public.
UNNUMBERED = (RequestStatus.DRAFT, RequestStatus.SUBMITTED, RequestStatus.RETURNED)
#: In the work: always numbered.
NUMBERED = (
    RequestStatus.ACCEPTED,
    RequestStatus.ASSIGNED,
    RequestStatus.ANSWERED,
    RequestStatus.UNDER_WAY,
    RequestStatus.DELIVERED,
    RequestStatus.CLOSED,
)
#: What lists and pages show to everybody, once numbered. Merged ones redirect, withdrawn ones leave only a number.
PUBLIC = (*NUMBERED, RequestStatus.DECLINED)
NOT_PUBLIC = tuple(status for status in RequestStatus if status not in PUBLIC)


class Category(Claim):
    """A field (ด้าน) of requests. Three rows; the code never asks which one it has."""

    code = models.PositiveSmallIntegerField(_("ด้านที่"), primary_key=True)
    name_th = models.CharField(_("ชื่อ (ไทย)"), max_length=200)
    name_en = models.CharField(_("ชื่อ (อังกฤษ)"), max_length=200)
    short_th = models.CharField(_("ชื่อย่อ (ไทย)"), max_length=60)
    short_en = models.CharField(_("ชื่อย่อ (อังกฤษ)"), max_length=60)
    working_days = models.PositiveSmallIntegerField(_("กำหนดตอบ (วันทำการ)"), default=30)

    class Meta:
        verbose_name = _("ด้านของความต้องการ")
        verbose_name_plural = _("ด้านของความต้องการ")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="category_code_counts_from_one",
                violation_error_message=_("ด้านที่ต้องเริ่มจาก 1"),
                condition=Q(code__gte=1),
            ),
            models.CheckConstraint(
                name="category_answers_within_a_day_or_more",
                violation_error_message=_("กำหนดตอบต้องไม่น้อยกว่า 1 วันทำการ"),
                condition=Q(working_days__gte=1),
            ),
            *provenance_constraints("category"),
        ]

    def __str__(self) -> str:
        return self.name_th


def _is_work_of(user: User) -> Q:
    """A province's draft is the province's until it is submitted; the ministry sees those that its own staff began."""
    if user.may(Permission.SEE_ALL_REQUESTS):
        return ~Q(status=RequestStatus.DRAFT) | Q(entered_as=Role.MINISTRY)
    if user.may(Permission.SEE_OWN_PROVINCE):
        return Q(province=user.province_id)
    if user.may(Permission.SEE_OWN_AGENCY):
        return Q(pk__in=CommunityRequest.objects.filter(responses__agency=user.agency_id).values("pk"))
    return Q(pk__in=[])


def is_public(path: str = "") -> Q:
    """What anybody may read: accepted once, and neither merged nor withdrawn. `path`: the way to it, with `__`."""
    # Not `status__in=PUBLIC`: most rows are public, and a database that looks them up by status then sorts them all.
    return Q(**{f"{path}number__isnull": False}) & ~Q(**{f"{path}status__in": NOT_PUBLIC})


class CommunityRequestQuerySet(models.QuerySet["CommunityRequest"]):
    def public(self) -> CommunityRequestQuerySet:
        return self.filter(is_public())

    def numbered(self) -> CommunityRequestQuerySet:
        """Those that were accepted once, wherever they stand now."""
        return self.filter(number__isnull=False)

    def visible_to(self, user: User | AnonymousUser) -> CommunityRequestQuerySet:
        """The one rule of who may see which request, for lists, details, exports and search alike."""
        if not user.is_authenticated:
            return self.public()
        return self.filter(is_public() | _is_work_of(user))

    def concerning(self, user: User) -> CommunityRequestQuerySet:
        """Those that are this person's work: of the own province or agency; for the ministry all but others' drafts."""
        return self.filter(_is_work_of(user))

    def past_the_wanted_day(self, *, on: date) -> CommunityRequestQuerySet:
        """Those that a province was given back and has not sent again by the day that was named."""
        return self.filter(status=RequestStatus.RETURNED, answer_wanted_by__lt=on)

    def with_answers(self) -> CommunityRequestQuerySet:
        """Each with `has_refusals` and `has_questions`: whether an agency declined it, or asks its province."""
        from .responses import AgencyResponse, ResponseStatus  # here, because the response's model refers to this one

        answers = AgencyResponse.objects.filter(community_request=OuterRef("pk"))
        return self.annotate(
            has_refusals=Exists(answers.filter(status=ResponseStatus.DECLINED)),
            has_questions=Exists(answers.filter(status=ResponseStatus.INFO_NEEDED)),
        )

    def worked_on(self) -> CommunityRequestQuerySet:
        """Those that people entered, changed, moved, answered or measured: not what a source tells of and no more."""
        return self.filter(
            Q(provenance=Provenance.ENTERED)
            | Q(version__gt=1)
            | Q(transitions__isnull=False)
            | Q(responses__version__gt=1)
            | Q(responses__provenance=Provenance.ENTERED)
            | Q(outcomes__isnull=False)
        ).distinct()

    def real(self) -> CommunityRequestQuerySet:
        return self.filter(is_sample=False)

    def counted_by(self, *columns: str) -> models.QuerySet[CommunityRequest, dict[str, Any]]:
        """Rows of these columns with their `count`, as tables of counts give them. In no order."""
        return self.order_by().values(*columns).annotate(count=Count("pk", distinct=True))

    def for_list(self) -> CommunityRequestQuerySet:
        from .responses import AgencyResponse  # here, because the response's model refers to this one

        answers = AgencyResponse.objects.select_related("agency").order_by("part", "pk")
        return self.select_related("province", "district", "category", "workshop").prefetch_related(
            Prefetch("responses", queryset=answers)
        )

    def for_lines(self) -> CommunityRequestQuerySet:
        """As `for_list()`, with no more than `request_lines.request_line` reads: anything else costs a query."""
        from .responses import AgencyResponse  # here, because the response's model refers to this one

        answers = AgencyResponse.objects.select_related("agency").only(
            *("community_request", "part", "status", "is_published", "asked_on"),
            *("agency__acronym", "agency__abbreviation_th"),
        )
        return (
            self.select_related("province", "district", "category", "workshop")
            .prefetch_related(Prefetch("responses", queryset=answers.order_by("part", "pk")))
            .only(
                *("fiscal_year", "number", "status", "submitted_at", "accepted_at", "workshop_provenance", "is_sample"),
                *("public_title_th", "public_title_en", "public_text_th", "public_text_en"),
                *(f"{place}__{name}" for place in ("province", "district") for name in ("code", "name_th", "name_en")),
                *("category__short_th", "category__short_en", "workshop__number", "workshop__is_published"),
            )
        )

    def places(self, first: int, last: int) -> CommunityRequestQuerySet:
        """Those from one place in the order up to another, for a list. An index finds them before any row is read."""
        keys = self.values("pk")[first:last]
        rows = self.model.objects.filter(pk__in=keys).for_lines().order_by(*self.query.order_by)
        return rows if self.query.standard_ordering else rows.reverse()

    def for_detail(self) -> CommunityRequestQuerySet:
        from .attachments import Attachment  # here, because these models refer to this one
        from .responses import AgencyResponse  # the same
        from .results import Milestone, Outcome  # the same

        joined = (
            self.model.objects.numbered().select_related("province", "district").order_by("fiscal_year_id", "number")
        )
        # Each in an order of its own: that of the model would join the request again.
        answers = AgencyResponse.objects.select_related("agency", "suggested_agency").order_by("part", "pk")
        steps = Milestone.objects.order_by(F("due_on").asc(nulls_last=True), "pk")
        results = Outcome.objects.order_by("pk")
        return self.select_related(
            "province", "district", "category", "group", "source", "workshop__host_province", "fiscal_year"
        ).prefetch_related(
            Prefetch("responses", queryset=answers),
            "responses__agency__names",
            "responses__suggested_agency__names",
            Prefetch("responses__milestones", queryset=steps),
            "transitions",
            Prefetch("outcomes", queryset=results),
            Prefetch("outcomes__responses", queryset=answers.select_related(None).select_related("agency")),
            Prefetch("merged", queryset=joined),
            Prefetch("attachments", queryset=Attachment.objects.public().order_by("pk"), to_attr="public_files"),
        )

    def of_place_of(self, community_request: CommunityRequest) -> CommunityRequestQuerySet:
        """Others of its province: of the same district first, then of the same field; samples stay among samples."""
        nearness = Case(
            When(district__isnull=False, district=community_request.district_id, then=0),
            When(category__isnull=False, category=community_request.category_id, then=1),
            default=2,
        )
        in_the_province = self.filter(province=community_request.province_id, is_sample=community_request.is_sample)
        others = in_the_province.exclude(pk=community_request.pk).select_related("province", "district")
        return others.order_by(nearness, "-fiscal_year_id", "-number").only(
            *("fiscal_year", "number", "status", "public_title_th", "public_title_en"),
            *(f"{place}__{name}" for place in ("province", "district") for name in ("code", "name_th", "name_en")),
        )


#: No two of them look alike in print, and all can be told by telephone.
RECEIPT_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def _new_receipt() -> str:
    """Unguessable code that stands in desk addresses before there is a number: 12 characters, 59 bits."""
    return get_random_string(12, RECEIPT_LETTERS)


class CommunityRequest(Claim):
    """What a community, firm or office asks for.

    `status` is written by `requests_registry.workflow` and the loaders alone. The original words (`title_*`, `text_*`,
    `community_*`) stay as they were entered; the public reads `public_*`, which staff have cleared of personal data.
    Link, category and title carry their own provenance, because one inferred link must be told from stated facts.
    """

    receipt = models.CharField(_("รหัสรับเรื่อง"), max_length=12, unique=True, default=_new_receipt, editable=False)
    fiscal_year = models.ForeignKey(
        FiscalYear, verbose_name=_("ปีงบประมาณ"), on_delete=models.PROTECT, related_name="community_requests"
    )
    number = models.PositiveIntegerField(_("ลำดับที่ในปี"), null=True, blank=True)
    category = models.ForeignKey(
        Category, verbose_name=_("ด้าน"), on_delete=models.PROTECT, null=True, blank=True, related_name="requests"
    )
    province = models.ForeignKey(
        Province, verbose_name=_("จังหวัด"), on_delete=models.PROTECT, related_name="community_requests"
    )
    district = models.ForeignKey(
        District,
        verbose_name=_("อำเภอ/เขต"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="community_requests",
    )
    community_th = models.CharField(_("ชุมชนหรือกลุ่มผู้เสนอ"), max_length=200, blank=True)
    community_en = models.CharField(_("ชุมชนหรือกลุ่มผู้เสนอ (อังกฤษ)"), max_length=200, blank=True)
    sector = models.CharField(_("ภาคส่วน"), max_length=10, choices=Sector, blank=True)
    workshop = models.ForeignKey(
        Workshop,
        verbose_name=_("ที่มาจากการประชุม"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="community_requests",
    )
    group = models.ForeignKey(
        ProvinceGroup,
        verbose_name=_("กลุ่มจังหวัดในเวลานั้น"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="community_requests",
    )

    entered_by = models.ForeignKey(
        User, verbose_name=_("ผู้บันทึก"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entered_as = models.CharField(_("บันทึกในฐานะ"), max_length=12, choices=Role, blank=True, editable=False)
    proposed_agency = models.ForeignKey(
        Agency,
        verbose_name=_("หน่วยงานที่ผู้บันทึกเสนอ"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    title_th = models.CharField(_("เรื่อง (ไทย)"), max_length=250)
    title_en = models.CharField(_("เรื่อง (อังกฤษ)"), max_length=250, blank=True)
    text_th = models.TextField(_("รายละเอียด (ไทย)"), blank=True)
    text_en = models.TextField(_("รายละเอียด (อังกฤษ)"), blank=True)
    wanted_th = models.TextField(_("ผลที่ต้องการ"), blank=True)
    beneficiaries = models.PositiveIntegerField(_("ผู้ได้ประโยชน์ (คน)"), null=True, blank=True)
    proposed_on = models.DateField(_("วันที่เสนอ"), null=True, blank=True)
    public_title_th = models.CharField(_("เรื่องที่เผยแพร่ (ไทย)"), max_length=250, blank=True)
    public_title_en = models.CharField(_("เรื่องที่เผยแพร่ (อังกฤษ)"), max_length=250, blank=True)
    public_community_th = models.CharField(_("ชุมชนหรือกลุ่มผู้เสนอที่เผยแพร่ (ไทย)"), max_length=200, blank=True)
    public_community_en = models.CharField(_("ชุมชนหรือกลุ่มผู้เสนอที่เผยแพร่ (อังกฤษ)"), max_length=200, blank=True)
    public_text_th = models.TextField(_("รายละเอียดที่เผยแพร่ (ไทย)"), blank=True)
    public_text_en = models.TextField(_("รายละเอียดที่เผยแพร่ (อังกฤษ)"), blank=True)

    status = models.CharField(
        _("สถานะ"), max_length=12, choices=RequestStatus, default=RequestStatus.DRAFT, editable=False
    )
    outcome = models.CharField(_("ผลเมื่อปิดเรื่อง"), max_length=12, choices=RequestOutcome, blank=True, editable=False)
    decline_reason = models.CharField(
        _("เหตุผลที่ไม่รับเรื่อง"), max_length=20, choices=RequestDeclineReason, blank=True, editable=False
    )
    answer_wanted_by = models.DateField(_("ขอคำตอบจากจังหวัดภายใน"), null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("รวมกับเรื่อง"), on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    submitted_at = models.DateTimeField(_("เสนอเมื่อ"), null=True, blank=True, editable=False)
    accepted_at = models.DateTimeField(_("รับเรื่องเมื่อ"), null=True, blank=True, editable=False)

    title_provenance = models.CharField(
        _("ที่มาของชื่อเรื่อง"), max_length=10, choices=Provenance, default=Provenance.ENTERED
    )
    title_note_th = models.CharField(_("หมายเหตุชื่อเรื่อง (ไทย)"), max_length=300, blank=True)
    title_note_en = models.CharField(_("หมายเหตุชื่อเรื่อง (อังกฤษ)"), max_length=300, blank=True)
    category_provenance = models.CharField(
        _("ที่มาของด้าน"), max_length=10, choices=Provenance, default=Provenance.ENTERED
    )
    workshop_provenance = models.CharField(
        _("ที่มาของการประชุม"), max_length=10, choices=Provenance, default=Provenance.ENTERED
    )
    workshop_note_th = models.CharField(_("หมายเหตุการประชุม (ไทย)"), max_length=300, blank=True)
    workshop_note_en = models.CharField(_("หมายเหตุการประชุม (อังกฤษ)"), max_length=300, blank=True)

    is_sample = models.BooleanField(_("ข้อมูลสมมติ"), default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords(excluded_fields=["version"], cascade_delete_history=True)
    objects = CommunityRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("ความต้องการ")
        verbose_name_plural = _("ความต้องการ")
        ordering = ["-fiscal_year_id", F("number").desc(nulls_last=True), "-pk"]
        indexes = [
            # The two orders of lists, with all that says whether a row is public: pages are found without reading rows.
            models.Index(fields=["fiscal_year", "number", "status", "id"], name="request_order"),
            models.Index(
                fields=["province", "fiscal_year", "number", "status", "id"], name="request_order_in_province"
            ),
            # Real ones before samples, the newest first: what profiles and the front page show.
            models.Index(fields=["is_sample", "-fiscal_year", "-number"], name="request_real_first"),
            models.Index(fields=["province", "is_sample", "-fiscal_year", "-number"], name="request_real_first_there"),
            models.Index(fields=["accepted_at"], name="request_accepted_order"),
            models.Index(fields=["status", "submitted_at"], name="request_waiting_order"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["fiscal_year", "number"], name="request_number_is_unique_in_its_year"),
            models.CheckConstraint(
                name="request_number_counts_from_one", condition=Q(number__isnull=True) | Q(number__gte=1)
            ),
            models.CheckConstraint(
                name="request_number_is_given_at_acceptance",
                condition=Q(number__isnull=True, accepted_at__isnull=True)
                | (Q(number__isnull=False) & (Q(accepted_at__isnull=False) | ~Q(provenance=Provenance.ENTERED))),
            ),
            models.CheckConstraint(
                name="request_has_no_number_before_acceptance",
                condition=~Q(status__in=UNNUMBERED) | Q(number__isnull=True),
            ),
            models.CheckConstraint(
                name="request_in_the_work_has_a_number", condition=~Q(status__in=NUMBERED) | Q(number__isnull=False)
            ),
            models.CheckConstraint(
                name="request_with_a_number_has_a_cleared_title",
                condition=Q(number__isnull=True) | ~Q(public_title_th=""),
            ),
            models.CheckConstraint(name="request_has_a_title", condition=~Q(title_th="")),
            models.CheckConstraint(name="request_status_is_known", condition=Q(status__in=RequestStatus.values)),
            models.CheckConstraint(
                name="request_sector_is_known", condition=Q(sector="") | Q(sector__in=Sector.values)
            ),
            models.CheckConstraint(
                name="request_parts_have_a_known_provenance",
                condition=Q(
                    title_provenance__in=Provenance.values,
                    category_provenance__in=Provenance.values,
                    workshop_provenance__in=Provenance.values,
                ),
            ),
            models.CheckConstraint(
                name="request_outcome_is_set_exactly_when_closed",
                condition=Q(status=RequestStatus.CLOSED, outcome__in=RequestOutcome.values)
                | (~Q(status=RequestStatus.CLOSED) & Q(outcome="")),
            ),
            models.CheckConstraint(
                name="request_is_merged_exactly_into_another",
                condition=(Q(status=RequestStatus.MERGED, merged_into__isnull=False) & ~Q(merged_into=F("pk")))
                | (~Q(status=RequestStatus.MERGED) & Q(merged_into__isnull=True)),
            ),
            models.CheckConstraint(
                name="request_decline_reason_is_set_exactly_when_declined",
                condition=Q(status=RequestStatus.DECLINED, decline_reason__in=RequestDeclineReason.values)
                | (~Q(status=RequestStatus.DECLINED) & Q(decline_reason="")),
            ),
            models.CheckConstraint(
                name="request_is_wanted_back_by_a_day_exactly_when_returned",
                condition=Q(status=RequestStatus.RETURNED, answer_wanted_by__isnull=False)
                | (~Q(status=RequestStatus.RETURNED) & Q(answer_wanted_by__isnull=True)),
            ),
            models.CheckConstraint(
                name="request_entered_as_is_known", condition=Q(entered_as="") | Q(entered_as__in=Role.values)
            ),
            models.CheckConstraint(
                name="request_helps_somebody_or_it_is_unknown",
                violation_error_message=_("จำนวนคนต้องมากกว่า 0 หากไม่ทราบให้เว้นว่าง"),
                condition=Q(beneficiaries__isnull=True) | Q(beneficiaries__gt=0),
            ),
            models.CheckConstraint(
                name="request_entered_here_is_complete_when_submitted",
                condition=~Q(provenance=Provenance.ENTERED)
                | Q(status=RequestStatus.DRAFT)
                | Q(category__isnull=False, submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="request_district_lies_in_its_province",
                condition=Q(district__isnull=True) | Q(province=Left("district", 2)),
            ),
            *provenance_constraints("request"),
        ]

    def __str__(self) -> str:
        return f"{self.reference or self.receipt} {self.title_th}"

    @property
    def reference(self) -> str:
        """The number quoted in letters: `2552-014`, empty before acceptance."""
        return f"{self.fiscal_year_id}-{self.number:03d}" if self.number else ""

    @property
    def is_public(self) -> bool:
        """Whether it has a public page: what `is_public()` asks of rows, asked of one."""
        return self.status in PUBLIC and self.number is not None

    def get_absolute_url(self) -> str:
        """The public address. Only numbered requests have one."""
        return reverse("request", args=[self.reference])
