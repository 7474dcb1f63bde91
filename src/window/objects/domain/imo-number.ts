/** The check digit that the first six digits of an IMO number ask for (resolution A.1117(30)). */
export function imoCheckDigit(digits: string): number {
  let sum = 0
  for (let i = 0; i < 6; i++) sum += Number(digits.charAt(i)) * (7 - i)
  return sum % 10
}

/** Whether the text is a ship's IMO number: seven digits, the last one a check digit. */
export function isImoNumber(text: string): boolean {
  return /^\d{7}$/.test(text) && imoCheckDigit(text) === Number(text.charAt(6))
}
