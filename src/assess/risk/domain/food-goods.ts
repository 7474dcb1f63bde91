type Words = readonly (readonly [hs: string, words: string])[]

/** A category of goods of a food-alert network: its chapter where all of it lies in one, and the headings that words of a product name point to, the first that fits. */
interface GoodsCategory {
  readonly chapter?: string
  readonly words: Words
}

const nuts: Words = [
  ['1202', 'peanut|groundnut|ground nut|arachid|cacahuet|erdn[uü]ss|orzech\\w* ziem|pinda|maní'], ['1207', 'sesam|poppy|melon seed|mustard seed|sésamo|graines de pavot|mohn'],
  ['1206', 'sunflower|slonecznik|słonecznik|girasol'], ['1204', 'linseed|flax|lino\\b|leinsa'], ['1212', '(apricot|peach)\\W+kernel|bitter apricot|aprikosenkern'],
  ['0801', 'brazil nut|cashew|coconut|paran'], ['0802', 'pista|almond|mandorl|almendra|mandel|hazelnut|nocciol|haseln|noisette|walnut|pecan|macadamia|chestnut|betel|areca|pine (nut|kernel)|piñon'],
]
const fruit: Words = [
  ['0804', 'figs?\\b|fichi|feige|higos|figues|dates\\b|datteln|pineapple|avocado|mango|guava|smokva|incir'], ['0806', 'grapes?\\b(?!fruit)|raisin|sultana|currants|uva\\b|rosinen'], ['0805', 'lemon|orange|grapefruit|mandarin|clementin|lime\\b|pomelo|citrus|limon'],
  ['2008', 'vine leaves|grape leaves|canned|preserved in'], ['2001', 'pickled|in vinegar|in brine|brine'], ['0803', 'banana|plantain'], ['0807', 'papaya|melon'], ['0808', 'pears?\\b|apples?\\b|quince'], ['0809', 'apricot|peach|plum|cherr|nectarine'],
  ['0810', 'strawberr|raspberr|pomegranate|kiwi|pitaha|pitaya|dragon fruit|passion|durian|rambutan|cranberr|blueberr|lychee|longan|persimmon'], ['0902', 'tea leaves'],
  ['0709', 'peppers?\\b|capsicum|chill?i\\b|paprik|aubergine|eggplant|spinach|mushroom|okra|courgette|zucchini|drumstick|moringa|asparagus|celery|artichoke|leaves|funghi|pimiento'],
  ['0708', 'beans?\\b|peas\\b|cowpea|vigna'], ['0713', 'dried (beans|peas)|lentil|chickpea|pulses'], ['0714', 'cassava|manioc|sweet potato|yam\\b|taro|eddoe'], ['0702', 'tomato'], ['0701', 'potato'], ['0703', 'onion|garlic|leek'],
  ['0704', 'cabbage|broccoli|cauliflower|kale\\b'], ['0705', 'lettuce|chicory|salad'], ['0706', 'carrot|radish|turnip|beet'], ['1212', 'seaweed|algae|kelp|kombu|wakame|hijiki|apricot kernel'], ['0711', 'provisionally preserved'],
]
const spices: Words = [
  ['0904', 'pepper|pfeffer|pimienta|pepe\\b|poivre|piper|chill?i|paprika|capsicum|cayenne|peperoncino'], ['0909', 'cumin|kreuzk[uü]mmel|coriander|fennel|anise|caraway|dill seed|comino'], ['0908', 'nutmeg|muskat|mace\\b|cardamom'], ['0906', 'cinnamon|cannel|zimt|cassia'], ['0907', 'clove'],
  ['0910', 'ginger|ingwer|turmeric|curcuma|kurkuma|curry|saffron|thyme|bay lea|masala|fenugreek|spice|seasoning'], ['1211', 'oregano|basil|mint|marjoram|sage\\b|herbal|rosemary|liquorice|moringa'], ['0712', 'parsley|dill|chive|dried'], ['0709', 'fresh|leaves|herbs'],
]
const meat: Words = [
  ['1601', 'sausage|salami|chorizo|mortadella|fuet|wurst|kabanos'], ['1602', 'kebab|kebap|cooked|meatball|roast|pâté|pate\\b|nugget|canned|corned'], ['0210', 'bacon|ham\\b|salted|cured|smoked|dried|jerky|jam[oó]n'],
  ['0205', 'horse|equine'], ['0204', 'lamb|sheep|mutton|goat|ovine'], ['0203', 'pork|pig|porcine|swine|schwein'], ['0206', 'liver|offal|kidney|tongue|heart'], ['0208', 'boar|deer|venison|rabbit|frog|game\\b|kangaroo|snail'], ['0202', 'beef|bovine|veal|bos taurus|vacuno|diaphragm'],
]
const poultry: Words = [['1602', 'kebab|kebap|cooked|nugget|roast|breaded|ready to eat|fried'], ['1601', 'sausage|wurst'], ['0210', 'salted|smoked|dried'], ['0207', '.']]
const feed: Words = [
  ['2301', 'fish ?meal|fish meal|meat.{0,10}meal|bone|feather|animal protein|processed animal|protein.{0,20}(porcine|poultry|animal)|blood'], ['2304', 'soy'], ['2305', 'groundnut|peanut'], ['2306', 'rape|sunflower|slonecznik|słonecznik|palm kernel|cake|expeller|linseed'],
  ['2302', 'bran\\b'], ['2309', 'dog|cat\\b|pet|complete feed|complementary|supplement|chew|premix'], ['1001', 'wheat'], ['1005', 'maize|corn\\b'], ['1214', 'alfalfa|lucerne|hay\\b'],
]
const cereals: Words = [
  ['1006', 'rice\\b(?! (cake|cracker|noodle|flour|vermicelli))|riso\\b|arroz|\\breis\\b|basmati'], ['1902', 'noodle|pasta\\b|vermicelli|spaghetti|nudeln'], ['1905', 'bread|biscuit|cookie|cake|cracker|wafer|pastr|tortilla|wrap|bun\\b|buns|waffle|croissant|crisp|toast|pancake|kekse'], ['1904', 'flakes|muesli|granola|puffed|popcorn|cereal bar|bars?\\b|freekeh|bulgur'],
  ['1101', 'wheat flour'], ['1102', 'flour'], ['1001', 'wheat|spelt'], ['1002', 'rye\\b'], ['1005', 'maize|corn\\b'], ['1008', 'buckwheat|millet|quinoa|teff'], ['1104', 'oat|groats'],
]
const contact: Words = [
  ['3924', 'plastic|nylon|melamin|polyamid|polyprop|pp cup|bamboo|fib(er|re)|spatula|ladle|wheat straw|maize|tritan|polycarbonate|kunststoff|kitchen tool'], ['7323', 'steel|acciaio|metal|iron'], ['7615', 'alumini'], ['4823', 'paper|cardboard|pulp'], ['6911', 'ceramic|porcelain'], ['6912', 'stoneware|earthenware|clay'], ['7013', 'glass'], ['4419', 'wood'], ['3926', 'silicon'],
]
const drinks: Words = [['0902', '\\btea\\b|matcha|oolong|herbata|czarna|thee\\b'], ['0901', 'coffee|caff|café|kaffee'], ['0903', 'mate\\b'], ['1806', 'chocolate|schokolad'], ['1805', 'cocoa powder|cacao powder'], ['1801', 'cocoa|cacao'], ['1211', 'infusion|herb|kräuter|yohimbe|hemp']]
const oils: Words = [['1512', 'sunflower|słonecznik|slonecznik|onecznik'], ['1509', 'olive|olivenöl|oliwa|oliva'], ['1511', 'palm'], ['1507', 'soy|soj'], ['1514', 'rape|mustard|colza'], ['1508', 'peanut|groundnut|arachi'], ['1513', 'coconut'], ['1504', 'fish|cod liver|krill'], ['1517', 'margarine|spread'], ['0405', 'butter|ghee']]
const dairy: Words = [['0406', 'cheese|formaggio|fromage|queso|mozzarella|brie|camembert|gorgonzola|feta|burrata|gouda|cheddar|reblochon|morbier|cru\\b|käse|ricotta'], ['1901', 'infant|formula'], ['0405', 'butter'], ['0403', 'yog|kefir|sour cream|buttermilk'], ['0402', 'powder|concentrat|condensed'], ['0401', 'milk|cream|lait|latte']]

/** Categories as the network names them, in small letters, without punctuation; the older names beside the newer. */
const categories: Readonly<Record<string, GoodsCategory>> = {
  'fruits and vegetables': { words: fruit }, 'nuts nut products and seeds': { words: nuts }, 'herbs and spices': { words: spices }, 'poultry meat and poultry meat products': { chapter: '02', words: poultry },
  'meat and meat products other than poultry': { chapter: '02', words: meat }, 'fish and products thereof': { chapter: '03', words: [['1604', 'canned|in oil|in olive|preserved|surimi'], ['1504', 'cod liver|fish oil']] }, 'fish and fish products': { chapter: '03', words: [['1604', 'canned|in oil|surimi']] },
  'crustaceans and products thereof': { words: [['0306', '.']] }, 'bivalve molluscs and products thereof': { words: [['0307', '.']] }, 'cephalopods and products thereof': { words: [['0307', '.']] }, 'gastropods': { words: [['0307', '.']] },
  'milk and milk products': { chapter: '04', words: dairy }, 'eggs and egg products': { words: [['0408', 'powder|liquid|yolk'], ['0407', '.']] }, 'honey and royal jelly': { words: [['0409', '.']] },
  'cereals and bakery products': { words: cereals }, 'cocoa and cocoa preparations coffee and tea': { words: drinks }, 'confectionery': { words: [['1806', 'chocolat|cocoa'], ['1704', '.']] },
  'fats and oils': { chapter: '15', words: oils }, 'feed materials': { chapter: '23', words: feed }, 'compound feeds': { words: [['2309', '.']] }, 'feed additives': { words: [['2309', '.']] }, 'feed premixtures': { words: [['2309', '.']] }, 'pet food': { words: [['2309', '.']] },
  'dietetic foods food supplements and fortified foods': { words: [['2106', '.']] }, 'dietetic foods food supplements fortified foods': { words: [['2106', '.']] }, 'food contact materials': { words: contact },
  'soups broths sauces and condiments': { words: [['2104', 'soup|broth|bouillon'], ['2103', '.']] }, 'prepared dishes and snacks': { words: [['1902', 'noodle|pasta|ravioli|lasagne|dumpling|pancit|ramen'], ['2005', 'potato|crisps|chips']] }, 'ices and desserts': { words: [['2105', 'ice']] },
  'non alcoholic beverages': { words: [['2009', 'juice|nectar'], ['2202', '.']] }, 'alcoholic beverages': { words: [['2203', 'beer'], ['2208', 'spirit|vodka|rum|gin\\b|whisk|liqueur|absinth'], ['2206', 'cider|sake']] }, 'wine': { words: [['2204', '.']] },
  'natural mineral waters': { words: [['2201', '.']] }, 'water for human consumption other': { words: [['2201', '.']] },
  'other food product mixed': { words: [['1902', 'noodle|pasta'], ['1212', 'seaweed|algae'], ['2106', 'extract|supplement|cbd'], ['1207', 'sesame'], ['2008', 'vine leaves|grape leaves']] },
}

const compiled = new Map(Object.entries(categories).map(([name, { chapter, words }]) => [name, { chapter, words: words.map(([hs, pattern]) => [hs, new RegExp(`(?<![a-zà-ÿ])(?:${pattern})`, 'u')] as const) }]))

/** A category as it is looked up: in small letters, without punctuation. */
const categoryKey = (category: string): string => category.toLowerCase().replace(/[^a-z]+/g, ' ').trim()

/**
 * Where in the tariff goods of a notification lie: the heading that words of the product name within its category, else the chapter of the category where all
 * of it lies in one. Undefined: neither is known, and nothing is guessed.
 */
export function goodsOf(category: string, product: string): string | undefined {
  const known = compiled.get(categoryKey(category))
  if (known === undefined) return undefined
  const name = product.toLowerCase()
  return known.words.find(([, words]) => words.test(name))?.[0] ?? known.chapter
}
