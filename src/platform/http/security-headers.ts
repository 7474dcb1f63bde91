/** What pages may load and do. Scripts and styles need the nonce of the page as well, which the page server adds. */
export const pagePolicy = {
  defaultSrc: ["'self'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  objectSrc: ["'none'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  // Served over plain HTTP on one machine; a proxy in front adds HTTPS.
  upgradeInsecureRequests: null,
  styleSrc: ["'self'"],
  scriptSrc: ["'self'"],
  fontSrc: ["'self'", 'data:'],
}

/** For how long a browser remembers to come by HTTPS only, in seconds. */
export const transportSecurityAge = 31_536_000

/**
 * What every answer of the API says to browsers, whatever it carries: data, never a page, so its policy allows nothing at all.
 * The same for each answer, because making the headers of a page anew for each would cost a tenth of a submission.
 */
export const apiHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': `max-age=${transportSecurityAge}; includeSubDomains`,
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
} as const
