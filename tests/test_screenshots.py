"""The README's pictures show the program as it is."""

import pytest

from screenshots.make import FOLDER, PICTURES, svg


@pytest.mark.compiled
@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
async def test_pictures_are_what_the_script_makes(picture, tmp_path):
    kept = (FOLDER / f"{picture.name}.svg").read_text(encoding="utf-8")
    made = await svg(picture, tmp_path)
    assert made == kept, "the screen has changed; look at what `python -m screenshots.make` makes"
