"""Living through a story: every step is the action that a person would take."""

from accounts.models import CareUnit
from nedtrappning.demo.arriving import Arriving
from nedtrappning.demo.caring import Caring
from nedtrappning.demo.ending import Ending
from nedtrappning.demo.people import Story
from patients.models import Case


class Teller(Arriving, Caring, Ending):
    """Tells one story after the other, in a region, up to `now`."""

    def tell(self, story: Story) -> None:
        """Live through the story as far as it has come."""
        centre = self.chance.choice(self.region.centres)
        if story.has("anna") or story.days < 10:
            centre = self.region.centres[0]
        referral = self.referred(story, centre)
        if story.has("own_part"):
            self.told_own_part(story, referral)
        if story.stage == "referral":
            return
        if story.stage in {"waiting", "redirected", "rejected"}:
            self.answered(story, referral)
            return
        case = self.accepted(story, referral, centre)
        self.cared_for(story, case, centre)

    def cared_for(self, story: Story, case: Case, centre: CareUnit) -> None:
        """Assessment, preparation, plan, visits, aftercare: as far as it has come."""
        self.meeting(case, story, story.days - 5, centre, purpose="first")
        if story.stage == "assessment":
            self.booked_ahead(case, story, 3, centre)
            return
        self.assessed(case, story)
        if story.has("leaves"):
            self.left(case, story)
            return
        if story.stage == "preparation":
            self.booked_ahead(case, story, 5, centre)
            return
        plans = [self.planned(case, story, item) for item in story.medicines]
        if story.stage == "proposal":
            self.booked_ahead(case, story, 6, centre)
            return
        self.tapered(case, story, [plan for plan in plans if plan], centre)
        if story.stage in {"aftercare", "relapse", "closed"}:
            self.followed(case, story)
        else:
            self.booked_ahead(case, story, self.chance.randint(1, 12), centre)
