"""Which rows of workshops the public reads: all, since a workshop may be published or taken back by any save."""

from portal.public_data import publishes

from .models import Activity, Attendance, Handover, Workshop, WorkshopDocument, WorkshopProvince

publishes(Activity, Attendance, Handover, Workshop, WorkshopDocument, WorkshopProvince)
