// ISO 6346 gives the letters values from 10 upwards and leaves out the multiples of 11. By character code, digits included: a declaration
// may name hundreds of boxes several times each.
const characterValues: Uint8Array = (() => {
  const values = new Uint8Array(128)
  for (let digit = 0; digit < 10; digit++) values[48 + digit] = digit
  let value = 10
  for (let letter = 65; letter <= 90; letter++) {
    if (value % 11 === 0) value++
    values[letter] = value++
  }
  return values
})()

const shape = /^[A-Z]{3}[UJZ]\d{7}$/

/** Whether the text looks like a container number (集装箱号): owner code, category U, J or Z, six digits and a check digit. */
export function isShapedLikeContainer(text: string): boolean {
  return shape.test(text)
}

/** The ISO 6346 check digit of the first ten characters of a container number. */
export function containerCheckDigit(firstTen: string): number {
  let sum = 0
  for (let i = 0; i < 10; i++) sum += (characterValues[firstTen.charCodeAt(i)] ?? 0) << i
  return (sum % 11) % 10
}

/** Whether the text is a container number whose check digit is right (ISO 6346). A digit changed or two swapped is nearly always noticed. */
export function isContainerNumber(text: string): boolean {
  return isShapedLikeContainer(text) && containerCheckDigit(text) === text.charCodeAt(10) - 48
}
