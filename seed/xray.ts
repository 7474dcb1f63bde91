import { greyPng } from './grey-png.ts'

interface Shape {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** How much of the light it takes, 0 to 1. */
  readonly density: number
  readonly round: boolean
}

/** A number from 0 to 1 that depends on the seed and the place only. */
function drawn(seed: number, n: number): number {
  const value = Math.sin(seed * 127.1 + n * 311.7) * 43758.5453
  return value - Math.floor(value)
}

function xray(width: number, height: number, shell: Shape, contents: readonly Shape[]): Buffer {
  const shapes = [shell, ...contents]
  return greyPng(width, height, (px, py) => {
    const [x, y] = [px / width, py / height]
    let light = 1
    for (const shape of shapes) {
      const [dx, dy] = [(x - shape.x) / (shape.width / 2), (y - shape.y) / (shape.height / 2)]
      const distance = shape.round ? Math.hypot(dx, dy) : Math.max(Math.abs(dx), Math.abs(dy))
      if (distance > 1) continue
      light *= 1 - shape.density * (distance > 0.93 ? 1.3 : shape.round ? Math.sqrt(1 - distance * distance * 0.7) : 0.9)
    }
    return 235 * Math.max(0, light) + 10 * drawn(px, py)
  })
}

/** A picture as a small X-ray machine makes it of a bag: its shell and some things within, one of them dense. For demonstrations. */
export function xrayOfBag(seed: number): Buffer {
  const contents = Array.from({ length: 9 }, (_, i): Shape => ({ x: 0.2 + 0.6 * drawn(seed, i), y: 0.28 + 0.46 * drawn(seed, i + 20), width: 0.06 + 0.16 * drawn(seed, i + 40), height: 0.08 + 0.22 * drawn(seed, i + 60), density: i === 4 ? 0.85 : 0.12 + 0.3 * drawn(seed, i + 80), round: drawn(seed, i + 100) > 0.5 }))
  return xray(640, 400, { x: 0.5, y: 0.5, width: 0.84, height: 0.78, density: 0.16, round: false }, contents)
}

/** A picture as a large scanner makes it of a container on its vehicle: rows of cartons, and a block behind them. For demonstrations. */
export function xrayOfContainer(seed: number): Buffer {
  const cartons = Array.from({ length: 48 }, (_, i): Shape => ({ x: 0.1 + (i % 16) * 0.054, y: 0.34 + Math.floor(i / 16) * 0.15, width: 0.05, height: 0.14, density: 0.18 + 0.12 * drawn(seed, i), round: false }))
  const block: Shape = { x: 0.25 + 0.5 * drawn(seed, 99), y: 0.52, width: 0.09, height: 0.2, density: 0.7, round: false }
  return xray(960, 320, { x: 0.5, y: 0.48, width: 0.92, height: 0.56, density: 0.14, round: false }, [...cartons, block])
}
