"""What of people stands in the menu of the desk."""

from django.utils.translation import gettext_lazy as _

from portal.access import Permission
from portal.desk import Entry, register

register(Entry("people", _("เจ้าหน้าที่"), Permission.INVITE_PEOPLE, order=80))
