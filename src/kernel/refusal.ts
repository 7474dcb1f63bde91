/** A text in the two languages every refusal, rule and name must have. */
export interface Bilingual {
  readonly zh: string
  readonly en: string
}

/**
 * Why something was not done, meant for the person who asked.
 * `code` is stable (`<module>/<reason>`), its texts live in `locales/<language>/<area>.json` under `refusals`;
 * `pointer` is an RFC 6901 pointer into what was sent; `facts` fill the placeholders of the text.
 */
export interface Refusal<Code extends string = string> {
  readonly code: Code
  readonly pointer?: string
  readonly facts?: Readonly<Record<string, string | number>>
  /** The agency whose rule refused, where one did (SW-02). */
  readonly agency?: string
  /** The row of the requirements or the law the refusal rests on. */
  readonly clause?: string
}
