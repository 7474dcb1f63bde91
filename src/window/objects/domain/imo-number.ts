/** Whether the text is a ship's IMO number (seven digits, the last one a check digit; resolution A.1117(30)). */
export function isImoNumber(text: string): boolean {
  if (!/^\d{7}$/.test(text)) return false
  let sum = 0
  for (let i = 0; i < 6; i++) sum += Number(text.charAt(i)) * (7 - i)
  return sum % 10 === Number(text.charAt(6))
}
