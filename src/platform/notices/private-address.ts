import { BlockList, isIP } from 'node:net'

const ranges: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]

const v4 = new BlockList()
for (const [network, prefix] of ranges) v4.addSubnet(network, prefix, 'ipv4')

// Of IPv6 only what is global unicast is public, and of that not what tunnels or documents.
const v6 = new BlockList()
v6.addSubnet('2001::', 23, 'ipv6')
v6.addSubnet('2001:db8::', 32, 'ipv6')
v6.addSubnet('2002::', 16, 'ipv6')
v6.addSubnet('3fff::', 20, 'ipv6')
const globalUnicast = new BlockList()
globalUnicast.addSubnet('2000::', 3, 'ipv6')

/** Whether an IP address is not on the public internet: loopback, private, link-local, reserved, tunnelled, or no address at all. */
export function isPrivateAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return v4.check(address, 'ipv4')
    case 6:
      return !globalUnicast.check(address, 'ipv6') || v6.check(address, 'ipv6')
    default:
      return true
  }
}
