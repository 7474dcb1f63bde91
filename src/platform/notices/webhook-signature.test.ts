import { expect, test } from 'vitest'
import { fromEpoch } from '../../kernel/instant.ts'
import { webhookHeaders, webhookSecretText } from './webhook-signature.ts'

test('the signature of the example of the Standard Webhooks specification', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const key = Buffer.from(secret.slice(6), 'base64')
  expect(webhookSecretText(key)).toBe(secret)
  expect(webhookHeaders(key, 'msg_p5jXN8AQM9LWM0D4loKWxJek', fromEpoch(1614265330_000), '{"test": 2432232314}')).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
})
