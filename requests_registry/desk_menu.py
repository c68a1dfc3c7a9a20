"""What of requests stands in the menu of the desk, and how much waits there."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.access import Permission
from portal.desk import Entry, register

register(Entry("desk_requests", _("ความต้องการ"), Permission.USE_DESK, order=30))
register(Entry("desk_request_new", pgettext_lazy("โต๊ะทำงาน", "เสนอความต้องการ"), Permission.WRITE_REQUESTS, order=40))
