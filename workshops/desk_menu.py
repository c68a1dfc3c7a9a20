"""What of workshops stands in the menu of the desk."""

from django.utils.translation import gettext_lazy as _

from portal.access import Permission
from portal.desk import Entry, register

register(Entry("desk_workshops", _("การประชุม"), Permission.RECORD_WORKSHOPS, order=40))
