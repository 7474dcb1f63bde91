// ISO 6346 gives the letters values from 10 upwards and leaves out the multiples of 11.
const letterValues: ReadonlyMap<string, number> = (() => {
  const values = new Map<string, number>()
  let value = 10
  for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
    if (value % 11 === 0) value++
    values.set(letter, value++)
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
  for (let i = 0; i < 10; i++) {
    const character = firstTen.charAt(i)
    sum += (letterValues.get(character) ?? Number(character)) * 2 ** i
  }
  return (sum % 11) % 10
}

/** Whether the text is a container number whose check digit is right (ISO 6346). A digit changed or two swapped is nearly always noticed. */
export function isContainerNumber(text: string): boolean {
  return isShapedLikeContainer(text) && containerCheckDigit(text) === Number(text.charAt(10))
}
