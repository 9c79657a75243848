//! From degrees to places of the picture, and what surrounds what.

use super::map::Map;
use super::outlines::{Outlines, Ring};

/// Heights between which the map keeps.
const LOWEST: f64 = 150.0;
const HIGHEST: f64 = 400.0;

/// Degrees that are shown at least, so that one place is not a picture of nothing.
const SPAN: f64 = 3.0;

/// From degrees to places of the picture: a plain cylinder, true in the middle of the map.
pub(super) struct Projection {
    west: f64,
    north: f64,
    across: f64,
    up: f64,
    pub(super) top: f64,
    pub(super) size: (f64, f64),
}

impl Projection {
    pub(super) fn place(&self, (x, y): (f64, f64)) -> (f64, f64) {
        ((x - self.west) * self.across, self.top + (self.north - y) * self.up)
    }

    /// The rings that reach into the picture, without points that fall on the one before.
    pub(super) fn parts(&self, rings: &[Ring]) -> Vec<Vec<(f64, f64)>> {
        let (width, height) = self.size;
        let mut parts = Vec::new();
        for ring in rings {
            let mut part: Vec<(f64, f64)> = Vec::new();
            for at in ring.iter().map(|point| self.place(*point)) {
                if part.last().is_none_or(|last| (last.0 - at.0).abs() + (last.1 - at.1).abs() > 0.5) {
                    part.push(at);
                }
            }
            let reaches = part.iter().any(|(x, _)| *x > 0.0)
                && part.iter().any(|(x, _)| *x < width)
                && part.iter().any(|(_, y)| *y > self.top)
                && part.iter().any(|(_, y)| *y < self.top + height);
            if part.len() > 1 && reaches {
                parts.push(part.into_iter().map(|point| self.near(point)).collect());
            }
        }
        parts
    }

    /// The point, or one outside the picture that is not so far away; lines that cross the picture stay nearly the same.
    fn near(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let far = 4_000.0;
        (x.clamp(-far, far), y.clamp(-far, far))
    }
}

/// The box of degrees that holds the countries and all places, in the shape of the picture.
pub(super) fn projection(outlines: &Outlines, map: &Map<'_>, top: f64, width: f64) -> Projection {
    let mut bounds: Option<(f64, f64, f64, f64)> = None;
    let mut take = |x: f64, y: f64| {
        let (west, east, south, north) = bounds.unwrap_or((x, x, y, y));
        bounds = Some((west.min(x), east.max(x), south.min(y), north.max(y)));
    };
    for country in outlines.countries.iter().filter(|country| map.countries.contains(&country.code)) {
        // Far islands and overseas parts do not make the map small: only the largest ring counts.
        let largest = country.rings.iter().max_by(|a, b| surface(a).total_cmp(&surface(b)));
        largest.into_iter().flatten().for_each(|(x, y)| take(*x, *y));
    }
    map.points.iter().for_each(|place| take(place.longitude, place.latitude));
    let (mut west, mut east, mut south, mut north) = bounds.unwrap_or((-20.0, 55.0, -36.0, 38.0));
    let pad = ((east - west).max(north - south) * 0.03).max(0.2);
    (west, east, south, north) = (west - pad, east + pad, south - pad, north + pad);
    for (low, high) in [(&mut west, &mut east), (&mut south, &mut north)] {
        let missing = (SPAN - (*high - *low)).max(0.0) / 2.0;
        *low -= missing;
        *high += missing;
    }
    let squeeze = ((south + north) / 2.0).to_radians().cos().max(0.2);
    let mut across = width / (east - west);
    let mut up = across / squeeze;
    let mut height = (north - south) * up;
    if height > HIGHEST {
        // Taller than wide: more of the land beside it.
        up = HIGHEST / (north - south);
        across = up * squeeze;
        height = HIGHEST;
        west = f64::midpoint(west, east) - width / across / 2.0;
    } else if height < LOWEST {
        north += (LOWEST - height) / up / 2.0;
        height = LOWEST;
    }
    Projection { west, north, across, up, top, size: (width, height) }
}

pub(super) fn surface(ring: &Ring) -> f64 {
    (ring.windows(2).map(|pair| pair[0].0 * pair[1].1 - pair[1].0 * pair[0].1).sum::<f64>() / 2.0).abs()
}

/// The middle of the largest ring, weighed by its surface.
pub(super) fn middle(rings: &[Ring]) -> Option<(f64, f64)> {
    let ring = rings.iter().max_by(|a, b| surface(a).total_cmp(&surface(b)))?;
    let (mut x, mut y, mut twice) = (0.0, 0.0, 0.0);
    for pair in ring.windows(2) {
        let cross = pair[0].0 * pair[1].1 - pair[1].0 * pair[0].1;
        x += (pair[0].0 + pair[1].0) * cross;
        y += (pair[0].1 + pair[1].1) * cross;
        twice += cross;
    }
    if twice == 0.0 { ring.first().copied() } else { Some((x / (3.0 * twice), y / (3.0 * twice))) }
}

/// Whether a ring surrounds the point: a line from it to the right crosses the ring an odd number of times.
pub(super) fn is_inside((x, y): (f64, f64), ring: &[(f64, f64)]) -> bool {
    let crosses = |pair: &&[(f64, f64)]| {
        let [(ax, ay), (bx, by)] = [pair[0], pair[1]];
        (ay > y) != (by > y) && x < ax + (y - ay) / (by - ay) * (bx - ax)
    };
    ring.windows(2).filter(crosses).count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_inside_or_outside_of_a_ring() {
        let ring = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (5.0, 3.0), (0.0, 10.0), (0.0, 0.0)];
        assert!(is_inside((1.0, 5.0), &ring) && is_inside((5.0, 1.0), &ring));
        assert!(!is_inside((5.0, 8.0), &ring) && !is_inside((-1.0, 5.0), &ring));
    }
}
