"""Line charts of cost against size, as SVG: both axes logarithmic, readable on a light and on a dark page."""
import math
from xml.sax.saxutils import escape

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 860, 440, 78, 210, 46, 54
COLORS = ["#d1242f", "#0969da", "#1a7f37", "#8250df", "#bf8700", "#0a7d91", "#cf5fa5", "#7d5a3c", "#6e7781"]


def amount(value):
    """1,000 as 1k, and so on."""
    for limit, sign in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= limit:
            return f"{value / limit:g}{sign}"
    return f"{value:g}"


def nanoseconds(value):
    for limit, unit in ((1e9, "s"), (1e6, "ms"), (1e3, "µs")):
        if value >= limit:
            return f"{value / limit:g} {unit}"
    return f"{value:g} ns"


class Axis:
    def __init__(self, values, begin, end):
        self.low, self.high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
        self.high += self.high == self.low
        self.begin, self.end = begin, end

    def at(self, value):
        return self.begin + (math.log10(value) - self.low) / (self.high - self.low) * (self.end - self.begin)

    def ticks(self):
        return [10.0 ** power for power in range(self.low, self.high + 1)]


def spread(wanted, least=15.0):
    """Places for labels: near the wanted ones, in their order, at least so far apart."""
    places, bottom = {}, -math.inf
    for name, at in sorted(wanted.items(), key=lambda item: item[1]):
        bottom = max(at, bottom + least)
        places[name] = bottom
    return places


def chart(title, x_title, y_title, series, label=amount):
    """series: {name: [(x, y), …]}; label says a value of the y axis. The first series is drawn bold."""
    points = [point for line in series.values() for point in line]
    x = Axis([point[0] for point in points], LEFT, WIDTH - RIGHT)
    y = Axis([point[1] for point in points], HEIGHT - BOTTOM, TOP)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
           f'font-size="12" role="img"><title>{escape(title)}</title>',
           "<style>text{fill:#1f2328}.g{stroke:#8c959f;stroke-opacity:.35}"
           "@media(prefers-color-scheme:dark){text{fill:#e6edf3}}</style>",
           f'<text x="{LEFT}" y="24" font-size="15" font-weight="bold">{escape(title)}</text>']
    for tick in x.ticks():
        out.append(f'<path class="g" d="M{x.at(tick):.1f} {TOP}V{HEIGHT - BOTTOM}"/>'
                   f'<text x="{x.at(tick):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{amount(tick)}</text>')
    for tick in y.ticks():
        out.append(f'<path class="g" d="M{LEFT} {y.at(tick):.1f}H{WIDTH - RIGHT}"/>'
                   f'<text x="{LEFT - 8}" y="{y.at(tick) + 4:.1f}" text-anchor="end">{escape(label(tick))}</text>')
    out.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 12}" text-anchor="middle">{escape(x_title)}</text>')
    out.append(f'<text transform="translate(16 {(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">'
               f'{escape(y_title)}</text>')
    places = spread({name: y.at(line[-1][1]) for name, line in series.items()})
    for number, (name, line) in enumerate(series.items()):
        color, width = COLORS[number % len(COLORS)], 3 if number == 0 else 1.6
        path = " ".join(f"{x.at(a):.1f},{y.at(b):.1f}" for a, b in line)
        out.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="{width}"/>')
        out += [f'<circle cx="{x.at(a):.1f}" cy="{y.at(b):.1f}" r="{width + 1}" fill="{color}"/>' for a, b in line]
        end = x.at(line[-1][0])
        out.append(f'<path d="M{end + 5:.1f} {y.at(line[-1][1]):.1f}L{WIDTH - RIGHT + 8} {places[name]:.1f}" '
                   f'stroke="{color}" stroke-opacity=".5" fill="none"/>'
                   f'<text x="{WIDTH - RIGHT + 12}" y="{places[name] + 4:.1f}" style="fill:{color}" '
                   f'font-weight="{"bold" if number == 0 else "normal"}">{escape(name)}</text>')
    return "\n".join(out + ["</svg>"]) + "\n"
