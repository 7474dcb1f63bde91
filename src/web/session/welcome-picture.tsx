const cell = 46

// Boxes of two agencies on a yard; where two lie on each other, there is one inspection.
const boxes = [
  { x: 0, y: 1, w: 3, h: 2, met: false },
  { x: 2, y: 2, w: 3, h: 2, met: true },
  { x: 6, y: 0, w: 2, h: 3, met: false },
  { x: 7, y: 2, w: 3, h: 2, met: true },
  { x: 4, y: 5, w: 3, h: 1, met: false },
  { x: 0, y: 5, w: 2, h: 1, met: false },
  { x: 9, y: 5, w: 1, h: 1, met: false },
] as const

const meetings = [
  { x: 2, y: 2, w: 1, h: 1 },
  { x: 7, y: 2, w: 1, h: 1 },
] as const

/** The yard of the sign-in page: the mark of the house, drawn large. Decoration only. */
export function WelcomePicture() {
  return (
    <svg className="welcome-picture" viewBox={`-2 -2 ${cell * 10 + 4} ${cell * 6 + 4}`} aria-hidden="true" focusable="false">
      {Array.from({ length: 11 }, (_, at) => (
        <path key={`v${at}`} d={`M${at * cell} 0V${cell * 6}`} className="yard" />
      ))}
      {Array.from({ length: 7 }, (_, at) => (
        <path key={`h${at}`} d={`M0 ${at * cell}H${cell * 10}`} className="yard" />
      ))}
      {boxes.map((box) => (
        <rect key={`${box.x}-${box.y}`} x={box.x * cell} y={box.y * cell} width={box.w * cell} height={box.h * cell} className={box.met ? 'box met' : 'box'} />
      ))}
      {meetings.map((meeting) => (
        <rect key={`${meeting.x}-${meeting.y}`} x={meeting.x * cell} y={meeting.y * cell} width={meeting.w * cell} height={meeting.h * cell} className="meeting" />
      ))}
    </svg>
  )
}
