import {
  AimOutlined,
  ApartmentOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BarChartOutlined,
  CalendarOutlined,
  CarOutlined,
  ContainerOutlined,
  DatabaseOutlined,
  DeploymentUnitOutlined,
  ExperimentOutlined,
  FileAddOutlined,
  FolderOpenOutlined,
  FundViewOutlined,
  InboxOutlined,
  LineChartOutlined,
  NotificationOutlined,
  RadarChartOutlined,
  SafetyCertificateOutlined,
  SendOutlined,
  SettingOutlined,
  SwapOutlined,
  TrophyOutlined,
  TableOutlined,
  UploadOutlined,
} from '@ant-design/icons'
import type { ComponentType } from 'react'
import type { Role } from '../../kernel/actor.ts'

export interface Place {
  readonly to: string
  /** Key of its name under `nav`. */
  readonly name: 'consignments' | 'newDeclaration' | 'upload' | 'conveyances' | 'queue' | 'directives' | 'board' | 'credit' | 'draws' | 'riskCentre' | 'bulletins' | 'targeting' | 'port' | 'bookings' | 'measures' | 'inbox' | 'cases' | 'exchange' | 'laboratories' | 'acceptance' | 'ruleLab' | 'registers' | 'jobs' | 'ledger' | 'replays'
  readonly icon: ComponentType
  readonly roles: readonly Role[]
  /** Keys that lead there from anywhere. */
  readonly keys: string
  readonly group: 'cases' | 'joint' | 'house'
}

const everybody: readonly Role[] = ['trader', 'officer', 'coordinator', 'operator', 'laboratory', 'headquarters', 'auditor', 'administrator']

/** Everything the rail on the left can hold, in its order. */
export const places: readonly Place[] = [
  { to: '/consignments', name: 'consignments', icon: ContainerOutlined, roles: ['trader', 'officer', 'coordinator', 'headquarters', 'auditor'], keys: 'g c', group: 'cases' },
  { to: '/declarations/new', name: 'newDeclaration', icon: FileAddOutlined, roles: ['trader'], keys: 'g n', group: 'cases' },
  { to: '/declarations/upload', name: 'upload', icon: UploadOutlined, roles: ['trader'], keys: 'g u', group: 'cases' },
  { to: '/conveyances', name: 'conveyances', icon: CarOutlined, roles: ['trader', 'officer', 'coordinator', 'operator', 'headquarters', 'auditor'], keys: 'g h', group: 'cases' },
  { to: '/queue', name: 'queue', icon: AuditOutlined, roles: ['officer'], keys: 'g q', group: 'cases' },
  { to: '/directives/new', name: 'directives', icon: SendOutlined, roles: ['officer'], keys: 'g d', group: 'joint' },
  { to: '/board', name: 'board', icon: AppstoreOutlined, roles: ['coordinator', 'officer', 'operator'], keys: 'g b', group: 'joint' },
  { to: '/port', name: 'port', icon: ApartmentOutlined, roles: ['officer', 'coordinator', 'operator', 'headquarters', 'auditor', 'administrator'], keys: 'g o', group: 'joint' },
  { to: '/bookings', name: 'bookings', icon: CalendarOutlined, roles: ['officer', 'coordinator', 'operator', 'headquarters', 'auditor'], keys: 'g k', group: 'joint' },
  { to: '/acceptance', name: 'acceptance', icon: ExperimentOutlined, roles: ['officer', 'coordinator', 'laboratory', 'headquarters', 'auditor'], keys: 'g a', group: 'cases' },
  { to: '/credit', name: 'credit', icon: TrophyOutlined, roles: ['trader', 'officer', 'coordinator', 'headquarters', 'auditor'], keys: 'g s', group: 'cases' },
  { to: '/risk', name: 'riskCentre', icon: RadarChartOutlined, roles: ['officer', 'coordinator', 'headquarters', 'auditor'], keys: 'g y', group: 'cases' },
  { to: '/bulletins', name: 'bulletins', icon: NotificationOutlined, roles: ['trader', 'operator', 'laboratory'], keys: 'g y', group: 'cases' },
  { to: '/draws', name: 'draws', icon: DeploymentUnitOutlined, roles: ['coordinator', 'officer', 'headquarters', 'auditor'], keys: 'g w', group: 'joint' },
  { to: '/targeting', name: 'targeting', icon: AimOutlined, roles: ['officer', 'coordinator', 'headquarters', 'auditor'], keys: 'g z', group: 'joint' },
  { to: '/exchange', name: 'exchange', icon: SwapOutlined, roles: ['officer', 'coordinator', 'headquarters', 'auditor'], keys: 'g x', group: 'joint' },
  { to: '/laboratories', name: 'laboratories', icon: FundViewOutlined, roles: ['officer', 'coordinator', 'headquarters', 'auditor'], keys: 'g t', group: 'joint' },
  { to: '/measures', name: 'measures', icon: LineChartOutlined, roles: ['coordinator', 'headquarters', 'auditor'], keys: 'g m', group: 'joint' },
  { to: '/inbox', name: 'inbox', icon: InboxOutlined, roles: everybody, keys: 'g i', group: 'house' },
  { to: '/cases', name: 'cases', icon: FolderOpenOutlined, roles: everybody, keys: 'g e', group: 'house' },
  { to: '/rule-lab', name: 'ruleLab', icon: TableOutlined, roles: ['officer', 'coordinator', 'headquarters', 'auditor'], keys: 'g v', group: 'house' },
  { to: '/registers', name: 'registers', icon: DatabaseOutlined, roles: ['officer', 'coordinator', 'headquarters', 'auditor', 'administrator'], keys: 'g r', group: 'house' },
  { to: '/replays', name: 'replays', icon: BarChartOutlined, roles: ['headquarters', 'auditor', 'coordinator', 'administrator'], keys: 'g p', group: 'house' },
  { to: '/ledger', name: 'ledger', icon: SafetyCertificateOutlined, roles: ['officer', 'coordinator', 'headquarters', 'auditor'], keys: 'g l', group: 'house' },
  { to: '/jobs', name: 'jobs', icon: SettingOutlined, roles: ['administrator'], keys: 'g j', group: 'house' },
]

/** The places somebody with these roles may go. */
export function placesOf(roles: readonly Role[]): readonly Place[] {
  return places.filter((place) => place.roles.some((role) => roles.includes(role)))
}
