"""Each link out of the course goes to a DOI or an official page; each exception is listed here with its reason."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tools import ROOT

DATA = ROOT / "src/adempauze/evidence/data"
FILES = sorted(
    path
    for pattern in (
        "notebooks/*/*.ipynb",
        "book/*/*.ipynb",
        "book/*/*.md",
        "book/*.bib",
        "src/adempauze/evidence/data/*.csv",
        "src/adempauze/evidence/data/*.json",
        "src/adempauze/messages/*.toml",
    )
    for path in ROOT.glob(pattern)
)
_ADDRESS = re.compile(r'https?://[^\s)>"\\\]},]+')

OFFICIAL = {
    "doi.org": "the paper itself",
    # registers and publishers of research, and authors' own data and pages
    "clinicaltrials.gov": "register of trials",
    "clinicaltrials.stanford.edu": "register of the university that runs the trial",
    "anzctr.org.au": "register of trials",
    "pubmed.ncbi.nlm.nih.gov": "register of papers, of the US government",
    "pmc.ncbi.nlm.nih.gov": "archive of papers, of the US government",
    "egms.de": "publisher",
    "jamanetwork.com": "publisher",
    "jssm.org": "publisher",
    "sciencedirect.com": "publisher",
    "research.tilburguniversity.edu": "the authors' university",
    "wilmarschaufeli.nl": "the author",
    "github.com": "data of the authors, a copy of the data of one trial, and a copy of a German law",
    # guidelines, governments, institutes
    "henw.org": "journal of the Dutch GPs",
    "nhg.org": "the Dutch GPs",
    "kaypahoito.fi": "Finnish national guidelines",
    "sbu.se": "Swedish agency that weighs evidence",
    "publications.parliament.uk": "British parliament",
    "fagg.be": "Belgian agency for medicines",
    "ntvg.nl": "journal of Dutch doctors",
    "akwaggz.nl": "institute that makes the Dutch care standards",
    "nvab-online.nl": "the Dutch company doctors",
    "arboportaal.nl": "Dutch ministry of social affairs, on work",
    "autoriteitpersoonsgegevens.nl": "Dutch data protection authority",
    "uwv.nl": "Dutch employee insurance agency",
    "juridischloket.nl": "free legal advice, paid by the Dutch state",
    "wikifin.be": "Belgian financial authority, for the public",
    "eur-lex.europa.eu": "the laws of the European Union; the article on health data was read in copies of its text",
    "business.gov.uk": "UK government",
    "cdc.gov": "US government",
    "test.myhealth.alberta.ca": "government of Alberta; the stored copy is of its test site",
    "drugsinfoteam.nl": "Dutch regional drug prevention",
    "bag.admin.ch": "Swiss government",
    "health.nsw.gov.au": "Australian government",
    "pa.gov": "US government; prints the news item of the WHO, whose own page was not read",
    "politie.nl": "Dutch police",
    "rijksoverheid.nl": "Dutch government",
    "zoek.officielebekendmakingen.nl": "Dutch law gazette",
    "rivm.nl": "Dutch institute for public health",
    "nationaledrugmonitor.nl": "Dutch drug monitor",
    "jellinek.nl": "Dutch institute for addiction care",
    "unity.nl": "project of Dutch institutes for addiction care",
    # services, on their own pages
    "111.nhs.uk": "help",
    "113.nl": "help",
    "988lifeline.org": "help",
    "antigifcentrum.be": "help",
    "deluisterlijn.nl": "help",
    "druglijn.be": "help",
    "findahelpline.com": "help",
    "gpinfo.nl": "help",
    "nhs.uk": "help",
    "samaritans.org": "help",
    "tele-onthaal.be": "help",
    "zelfmoord1813.be": "help",
    "creativecommons.org": "the licence",
}
# Pages that are not official but were read, because no official one was found.
CARRIERS = {
    "asklily.org.uk": "directory of services of a British county, on 112",
    "berthub.eu": "copy of the documents of the Dutch parliament, under their official number",
    "blossomanalysis.com": "index of psychedelic research; prints the abstract of a paper",
    "moreblossom.com": "the same index",
    "brabantinbusiness.nl": "business news",
    "dnyuz.com": "copy of an article of WIRED on an unpublished trial",
    "greenstate.com": "news; quotes a survey of RAND whose own page was not read",
    "insidehook.com": "news; quotes the company behind an unpublished trial",
    "meddatax.com": "copy of the US register of trials, with the date of each record",
    "deondernemer.nl": "business news",
    "explore.law": "copy of the Dutch civil code",
    "medischcontact.nl": "magazine of the Dutch doctors' federation",
    "thegrovemedicalgroup.nhs.uk": "NHS practice, with what a GP looks for",
    "medicaldialogues.in": "medical news, with the figures of a trial whose abstract was read in part",
    "minddistrict.com": "catalogue of who offers a questionnaire",
    "natlawreview.com": "legal news",
    "nhnieuws.nl": "regional public broadcaster",
    "westlanders.nu": "regional news; quotes the police on a law",
    "unlimitedsciences.org": "research institute; prints the abstract of a paper",
}


def _text(path: Path) -> str:
    if path.suffix != ".ipynb":
        return path.read_text(encoding="utf-8")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells)


def _addresses(path: Path) -> Iterator[str]:
    yield from _ADDRESS.findall(_text(path))


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_link_goes_to_a_doi_or_an_official_page(path: Path) -> None:
    others = [
        address
        for address in _addresses(path)
        if not address.startswith("https://") or _host(address) not in OFFICIAL | CARRIERS
    ]
    assert not others


def test_every_host_in_the_list_is_needed() -> None:
    used = {_host(address) for path in FILES for address in _addresses(path)}
    assert not (OFFICIAL | CARRIERS).keys() - used
