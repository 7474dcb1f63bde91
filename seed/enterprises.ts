import type { Bilingual } from '../src/kernel/refusal.ts'

/** An enterprise of the demo. The names are made up; codes have the form of a customs registration. */
export interface DemoEnterprise {
  readonly code: string
  readonly name: Bilingual
  readonly grade: 'AA' | 'A' | 'B' | 'C' | 'D'
  /** Where it mostly trades. */
  readonly port: '380101' | '650302' | '410001'
}

type Line = readonly [code: string, zh: string, en: string, grade: DemoEnterprise['grade'], port: DemoEnterprise['port']]

const lines: readonly Line[] = [
  // One of each grade, with the names the tour uses.
  ['E-AA', '宁波远洲纺织有限公司', 'Ningbo Yuanzhou Textile', 'AA', '380101'],
  ['E-A', '浙江海纳汽车贸易有限公司', 'Zhejiang Haina Auto Trading', 'A', '380101'],
  ['E-B', '宁波保税区华顺国际贸易有限公司', 'Ningbo Huashun International', 'B', '380101'],
  ['E-C', '义乌市恒达进出口有限公司', 'Yiwu Hengda Import and Export', 'C', '380101'],
  ['E-D', '宁波金港再生资源有限公司', 'Ningbo Jingang Recycling', 'D', '380101'],

  ['3302960117', '宁波东方电机制造有限公司', 'Ningbo Dongfang Electric Motors', 'AA', '380101'],
  ['3302961204', '宁波甬兴化工股份有限公司', 'Ningbo Yongxing Chemical', 'A', '380101'],
  ['3302962381', '宁波海港冷链物流有限公司', 'Ningbo Haigang Cold Chain', 'B', '380101'],
  ['3302963445', '宁波舟山矿石中转有限公司', 'Ningbo-Zhoushan Ore Transfer', 'A', '380101'],
  ['3302964590', '宁波奥林匹亚食品有限公司', 'Ningbo Olympia Foods', 'B', '380101'],
  ['3302965622', '慈溪市家电出口联合公司', 'Cixi Household Appliance Exports', 'A', '380101'],
  ['3302966738', '余姚市塑料城进出口有限公司', 'Yuyao Plastics Town Trading', 'C', '380101'],
  ['3302967804', '象山水产集团有限公司', 'Xiangshan Aquatic Products', 'B', '380101'],
  ['3302968915', '宁波康瑞医疗器械有限公司', 'Ningbo Kangrui Medical Devices', 'A', '380101'],
  ['3302969027', '宁波博纳光学有限公司', 'Ningbo Bona Optics', 'AA', '380101'],
  ['3304960338', '台州市路桥机动车部件有限公司', 'Taizhou Luqiao Vehicle Parts', 'B', '380101'],
  ['3306961149', '绍兴柯桥面料贸易有限公司', 'Shaoxing Keqiao Fabrics', 'B', '380101'],
  ['3306962250', '诸暨市华越袜业有限公司', 'Zhuji Huayue Hosiery', 'A', '380101'],
  ['3301963361', '杭州西子生物试剂有限公司', 'Hangzhou Xizi Bioreagents', 'B', '380101'],
  ['3302964472', '宁波木业进出口有限公司', 'Ningbo Timber Trading', 'C', '380101'],
  ['3302965583', '宁波红酒汇国际贸易有限公司', 'Ningbo Wine Hub', 'B', '380101'],
  ['3302966694', '宁波大榭石化有限公司', 'Ningbo Daxie Petrochemical', 'A', '380101'],

  ['6508960113', '新疆丝路国际物流有限公司', 'Xinjiang Silk Road Logistics', 'A', '650302'],
  ['6508961224', '阿拉山口综合保税区中泰贸易有限公司', 'Alashankou Zhongtai Trading', 'B', '650302'],
  ['6508962335', '博州粮油进出口有限公司', 'Bortala Grain and Oil', 'B', '650302'],
  ['6501963446', '乌鲁木齐中欧机电设备有限公司', 'Urumqi Sino-Europe Machinery', 'B', '650302'],
  ['6501964557', '新疆天山木材贸易有限公司', 'Xinjiang Tianshan Timber', 'C', '650302'],
  ['6501965668', '新疆西域棉纺有限公司', 'Xinjiang Xiyu Cotton', 'AA', '650302'],
  ['5101966779', '成都蓉欧汽车进口有限公司', 'Chengdu Rong’ou Car Imports', 'A', '650302'],
  ['5001967880', '重庆渝新欧供应链有限公司', 'Chongqing Yuxin’ou Supply Chain', 'A', '650302'],
  ['3205968991', '苏州工业园区精密仪器有限公司', 'Suzhou Precision Instruments', 'AA', '650302'],

  ['4101960115', '郑州国际陆港开发有限公司', 'Zhengzhou International Hub', 'A', '410001'],
  ['4101961226', '河南中原食品进出口有限公司', 'Henan Zhongyuan Foods', 'B', '410001'],
  ['4101962337', '郑州航空港电子科技有限公司', 'Zhengzhou Airport Electronics', 'AA', '410001'],
  ['4101963448', '洛阳轴承国际贸易有限公司', 'Luoyang Bearings Trading', 'A', '410001'],
  ['4101964559', '郑州豫欧汽车贸易有限公司', 'Zhengzhou Yu’ou Motors', 'B', '410001'],
  ['4101965660', '新乡市华星药业有限公司', 'Xinxiang Huaxing Pharmaceutical', 'B', '410001'],
  ['4101966771', '许昌发制品进出口有限公司', 'Xuchang Hair Products', 'C', '410001'],
]

/** The enterprises of the demo. */
export const enterprises: readonly DemoEnterprise[] = lines.map(([code, zh, en, grade, port]) => ({ code, name: { zh, en }, grade, port }))
