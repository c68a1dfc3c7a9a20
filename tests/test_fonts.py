"""The derived fonts: complete, small, the same bytes every time, and one text for each glyph."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from portal import fonts
from portal.fonts import faces, joining, shaping

pytestmark = pytest.mark.pure

PUNCTUATION = "–—“”‘’…·›→×●▲■○◐▶◆✓✕\u2060\u00a0"
THAI = "".join(map(chr, [*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C)]))
REPOSITORY = Path(fonts.__file__).parent.parent.parent


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("fonts")
    assert fonts.build_fonts(target) is True
    return target


@pytest.fixture(params=[face.name for face in fonts.FACES])
def face_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _pdf_font(built: Path, name: str) -> TTFont:
    return TTFont(built / "pdf" / f"{name}.ttf")


def _web_font(built: Path, name: str) -> TTFont:
    return TTFont(built / "web" / f"{name}.woff2")


def test_both_sets_and_the_licences_are_written(built: Path) -> None:
    written = {str(path.relative_to(built)) for path in built.rglob("*") if path.is_file()}

    names = ("Sarabun-Regular", "Sarabun-SemiBold", "Kanit-Medium")
    assert written == {
        "build-key",
        *(f"web/{name}.woff2" for name in names),
        *(f"pdf/{name}.ttf" for name in names),
        *(f"{kind}/{family}-OFL.txt" for kind in ("web", "pdf") for family in ("Sarabun", "Kanit")),
    }
    assert "SIL OPEN FONT LICENSE" in (built / "web" / "Sarabun-OFL.txt").read_text("utf-8").upper()


def test_written_files_can_be_read_by_another_user(built: Path) -> None:
    assert {path.stat().st_mode & 0o777 for path in built.rglob("*") if path.is_file()} == {0o644}


def test_a_second_build_finds_nothing_to_do(built: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in built.rglob("*")}

    assert fonts.build_fonts(built) is False
    assert {path: path.stat().st_mtime_ns for path in built.rglob("*")} == before


@pytest.mark.parametrize("gone", ["web/Kanit-Medium.woff2", "pdf/Sarabun-OFL.txt", "build-key"])
def test_a_missing_file_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: str) -> None:
    monkeypatch.setattr(fonts, "pdf_font", lambda _name: b"ttf")
    monkeypatch.setattr(fonts, "web_font", lambda _name: b"woff2")
    fonts.build_fonts(tmp_path)
    (tmp_path / gone).unlink()

    assert fonts.build_fonts(tmp_path) is True
    assert (tmp_path / gone).exists()


def test_another_version_of_a_wheel_is_built_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "pdf_font", lambda _name: b"ttf")
    monkeypatch.setattr(fonts, "web_font", lambda _name: b"woff2")
    fonts.build_fonts(tmp_path)
    monkeypatch.setattr("importlib.metadata.version", lambda _name: "99")

    assert fonts.build_fonts(tmp_path) is True
    assert fonts.build_fonts(tmp_path) is False


def test_another_process_makes_the_same_bytes(built: Path, tmp_path: Path) -> None:
    command = "import sys, pathlib; from portal.fonts import build_fonts; build_fonts(pathlib.Path(sys.argv[1]))"

    subprocess.run(
        [sys.executable, "-c", command, str(tmp_path)], cwd=REPOSITORY, env={"PYTHONHASHSEED": "77"}, check=True
    )

    for path in built.rglob("*.*"):
        assert (tmp_path / path.relative_to(built)).read_bytes() == path.read_bytes(), path.name


def test_web_fonts_hold_what_pages_show(built: Path, face_name: str) -> None:
    cmap = _web_font(built, face_name).getBestCmap()

    assert {character for character in THAI + PUNCTUATION + "AZaz09éÉ" if ord(character) not in cmap} == set()


def test_web_fonts_are_small(built: Path, face_name: str) -> None:
    assert (built / "web" / f"{face_name}.woff2").stat().st_size < 30_000  # bytes


def test_web_fonts_keep_the_features_that_stack_thai_marks(built: Path, face_name: str) -> None:
    font = _web_font(built, face_name)

    kept = {record.FeatureTag for name in ("GSUB", "GPOS") for record in font[name].table.FeatureList.FeatureRecord}
    assert {"ccmp", "liga", "mark", "mkmk", "kern"} <= kept


def test_drawn_symbols_have_an_outline_and_joiners_have_none(built: Path, face_name: str) -> None:
    for font in (_web_font(built, face_name), _pdf_font(built, face_name)):
        cmap = font.getBestCmap()
        assert all(font["glyf"][cmap[ord(symbol)]].numberOfContours for symbol in "●○◐✓✕")
        assert font["glyf"][cmap[0x2060]].numberOfContours == 0
        assert font["hmtx"][cmap[0x2060]][0] == 0


def test_pdf_fonts_hold_every_character_of_the_source(built: Path, face_name: str) -> None:
    face = next(face for face in fonts.FACES if face.name == face_name)

    assert set(TTFont(face.source()).getBestCmap()) <= set(_pdf_font(built, face_name).getBestCmap())


def test_in_pdf_fonts_no_two_characters_share_a_glyph(built: Path, face_name: str) -> None:
    glyphs = list(_pdf_font(built, face_name).getBestCmap().values())

    assert len(glyphs) == len(set(glyphs))


def test_in_pdf_fonts_no_glyph_of_a_character_is_made_of_others(built: Path, face_name: str) -> None:
    font = _pdf_font(built, face_name)

    assert shaping.made_by_substitution(font) & set(font.getBestCmap().values()) == set()


def test_derivation_keeps_the_version_and_the_dates_of_the_source(built: Path, face_name: str) -> None:
    source = TTFont(next(face for face in fonts.FACES if face.name == face_name).source())
    derived = _pdf_font(built, face_name)

    assert derived["head"].modified == source["head"].modified
    assert str(derived["name"].getDebugName(5)) == str(source["name"].getDebugName(5))
    assert "DSIG" not in derived


def test_a_consonant_with_kerning_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    kerned = next(subtable for subtable in shaping.subtables(_source("Sarabun-Regular"), "GPOS", "PairPos"))
    kerned.Coverage.glyphs.append("uni0E01")
    monkeypatch.setattr(joining, "subtables", lambda _font, _table, kind: [kerned] if kind == "PairPos" else [])

    with pytest.raises(faces.FontChanged, match=r"Sarabun Regular kerns \['uni0E01'\]"):
        joining._refuse_kerning(_source("Sarabun-Regular"), {"uni0E01"})


def test_a_font_that_treats_sara_aa_in_another_way_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_aa(_font: Any, glyphs: list[str]) -> list[str]:
        return [*glyphs[:-1], "uni0E33"]

    monkeypatch.setattr(joining, "substituted", without_aa)

    with pytest.raises(faces.FontChanged, match="changes SARA AA to uni0E33"):
        fonts.pdf_font("Sarabun-Regular")


def test_pdf_font_gives_the_bytes_of_the_built_file(built: Path) -> None:
    assert fonts.pdf_font("Kanit-Medium") == (built / "pdf" / "Kanit-Medium.ttf").read_bytes()


def _source(name: str) -> TTFont:
    return TTFont(next(face for face in fonts.FACES if face.name == name).source())
