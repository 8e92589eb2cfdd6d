import pytest, subprocess, pathlib
from django.template.loader import render_to_string
from tests import councils
from tests.councils import *
from assessment.council.selectors.years import rounds_beside
from assessment.council.selectors.picture import picture_of_round, readings_of_round
from reports.council.book import ReleasedCouncil
from reports.council.content import council_content
from reports import services

def about(c):
    p=picture_of_round(c.round)
    return ReleasedCouncil(key=str(c.round.pk),council=p.council,round=p.round,opens_on=c.round.opens_on,ended_on=p.ended_on,released_on=p.released_on,framework=p.framework,picture=p.picture,readings=readings_of_round(c.round),names={k:v.full for k,v in p.people.items()},beside=rounds_beside(c.round,c.hr))

def third():
    c=second_year()
    now=[councils.Holder("Isla Morgan",(CHAMPION,),4.0,3.0,3.0),councils.Holder("Jack Taylor",(HEAD,),3.9,3.5,2.6),councils.Holder("Lowri Evans",(HEAD,),3.9,3.6,2.8)]
    r=councils._released(c.council,c.hr,now,"Spring 2027",RELEASED+YEAR)
    return SampleCouncil(c.council,c.hr,r,c.round)

def many():
    council,hr=councils._new_council("Glanford")
    def people(shift, skip=()):
        return [councils.Holder(f"{councils.FIRST[n%10]} {councils.LAST[n//10]}",((CHAMPION,),(HEAD,),BOTH)[n%3],3.0+shift*(n%3)/2+n/30,3.0+shift/3,2.8) for n in range(12) if n not in skip]
    a=councils._released(council,hr,people(0),"Spring 2025",RELEASED-YEAR)
    b=councils._released(council,hr,people(0.9,(1,)),"Spring 2026",RELEASED)
    return SampleCouncil(council,hr,b,a)

OUT=pathlib.Path("/work/wt/keep/years_png"); OUT.mkdir(exist_ok=True,parents=True)
@pytest.mark.django_db
@pytest.mark.parametrize("make",[second_year,third,many])
def test_x(make):
    from reports import contents, pdf
    a=about(make())
    c=council_content(a)
    part=next(p for p in c.parts if p.key=="years")
    for k in part.groups:
        for b in k.blocks: print(type(b).__name__, getattr(b,"text",None) or getattr(b,"items",None) or getattr(b,"title",None) or "")
    import dataclasses
    html=services.html_of(c)
    target=OUT/f"{make.__name__}.pdf"
    target.write_bytes(pdf.render(html))
