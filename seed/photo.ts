import { greyPng } from './grey-png.ts'

/** A number from 0 to 1 that depends on the seed and the place only. */
function drawn(seed: number, n: number): number {
  const value = Math.sin(seed * 91.7 + n * 173.3) * 24634.6345
  return value - Math.floor(value)
}

/** A picture as an officer takes it at the open doors of a container: walls, floor, rows of cartons with their bands, grain. For demonstrations. */
export function photoOfCargo(seed: number): Buffer {
  const [rows, columns] = [3 + Math.floor(drawn(seed, 1) * 2), 4 + Math.floor(drawn(seed, 2) * 3)]
  return greyPng(480, 360, (px, py) => {
    const [x, y] = [px / 480, py / 360]
    const grain = 10 * drawn(seed + px * 0.013, py)
    // The door frame, the dark of the box above the load, its floor.
    if (x < 0.08 || x > 0.92 || y < 0.06) return 60 + 30 * drawn(seed, Math.floor(y * 40)) + grain
    if (y > 0.94) return 45 + grain
    const top = 0.3 + 0.06 * drawn(seed, 3 + Math.floor(((x - 0.08) / 0.84) * columns))
    if (y < top) return 24 + 20 * (1 - y) + grain
    const [column, row] = [((x - 0.08) / 0.84) * columns, ((y - top) / (0.94 - top)) * rows]
    const [u, v] = [column % 1, row % 1]
    if (u < 0.03 || v < 0.04) return 70 + grain
    const band = Math.abs(v - 0.5) < 0.05 || Math.abs(u - 0.5) < 0.02
    const tone = 140 + 55 * drawn(seed, 10 + Math.floor(column) * 7 + Math.floor(row))
    return Math.min(255, (band ? tone * 0.78 : tone) * (0.82 + 0.18 * (1 - y)) + grain)
  })
}
