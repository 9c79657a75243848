#!/bin/sh
# Makes src/report/fonts/*.ttf: two weights of Noto Sans with the letters of Latin, Greek and Cyrillic scripts.
#
#   scripts/make-report-fonts.sh FOLDER     a scratch folder; needs python3 with venv and pip
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
work=${1:?a scratch folder}
mkdir -p "$work"
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet fonttools==4.60.1
"$work/venv/bin/pip" download --quiet --no-deps --dest "$work" fontpkg-noto-sans==2.15
(cd "$work" && python3 -m zipfile -e fontpkg_noto_sans-2.15-py3-none-any.whl font)
letters="U+0020-007E,U+00A0-017F,U+0192,U+0218-021B,U+02BB-02BD,U+02C6,U+02DA,U+02DC,U+0300-030C,U+0323,U+0331"
letters="$letters,U+0370-03FF,U+0400-045F,U+1E00-1EFF,U+2010-2027,U+202F,U+2030,U+2032-2033,U+2039-203A,U+20AC"
letters="$letters,U+2116,U+2122,U+2190-2193,U+2212,U+2248,U+2264-2265,U+25A0,U+25CF,U+FFFD"
fonttools="$work/venv/bin/fonttools"
for pair in 400:Regular 600:SemiBold; do
	weight=${pair%%:*} name=${pair##*:}
	"$fonttools" varLib.instancer --quiet --no-recalc-timestamp --output "$work/$name.ttf" \
		"$work/font/fontpkg_noto_sans/files/NotoSans[wdth,wght].ttf" "wght=$weight" wdth=90
	# the weight in its names, which the cut at a width between the named ones leaves out
	"$work/venv/bin/python" - "$work/$name.ttf" "$name" <<-'PYTHON'
	import sys
	from fontTools.ttLib import TTFont
	font = TTFont(sys.argv[1], recalcTimestamp=False)
	for number, text in {2: sys.argv[2], 4: f"Noto Sans {sys.argv[2]}", 6: f"NotoSans-{sys.argv[2]}"}.items():
	    font["name"].setName(text, number, 3, 1, 0x409)
	font.save(sys.argv[1])
	PYTHON
	"$fonttools" subset "$work/$name.ttf" --unicodes="$letters" --layout-features=kern,mark,mkmk,ccmp,locl --no-hinting \
		--no-recalc-timestamp --output-file="$here/src/report/fonts/NotoSans-$name.ttf"
done
cp "$work/font/fontpkg_noto_sans/LICENSE" "$here/src/report/fonts/LICENSE"
ls -l "$here/src/report/fonts"
