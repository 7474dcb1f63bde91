// Rules of this house. Each says what to do instead.
const clockFiles = /src\/platform\/clock\.ts$/
const randomFiles = /src\/platform\/random\.ts$/
const storeFiles = /(store\.ts|src\/platform\/(backup|database|ledger|jobs|notices|http|sign-in|postgres|procedures|stream|files)\/|src\/apps\/cli\/)/
const onlyIn = (files) => (context) => files.test(context.filename.replaceAll('\\', '/'))
const isWeb = onlyIn(/\/web\//)

const isMember = (node, object, property) =>
  node.type === 'MemberExpression' && node.object.type === 'Identifier' && node.object.name === object && node.property.type === 'Identifier' && node.property.name === property

const report = (context, node, message) => context.report({ node, message })

const noAmbientClock = {
  create(context) {
    if (onlyIn(clockFiles)(context) || isWeb(context)) return {}
    const message = 'Time is a value: take `now: Instant` as an argument, or `context.now`; only platform/clock.ts reads a clock.'
    return {
      CallExpression(node) {
        if (isMember(node.callee, 'Date', 'now')) report(context, node, message)
      },
      NewExpression(node) {
        if (node.callee.name === 'Date' && node.arguments.length === 0) report(context, node, message)
      },
    }
  },
}

const noAmbientRandom = {
  create(context) {
    if (onlyIn(randomFiles)(context) || isWeb(context)) return {}
    const message = 'Randomness is a value: take a seed or `context.newId()`; only platform/random.ts asks the system.'
    return {
      CallExpression(node) {
        const name = node.callee.type === 'Identifier' ? node.callee.name : node.callee.property?.name
        if (isMember(node.callee, 'Math', 'random') || name === 'randomUUID' || name === 'randomBytes' || name === 'randomInt') report(context, node, message)
      },
    }
  },
}

const noBarrels = {
  create(context) {
    return {
      Program(node) {
        if (/\/index\.tsx?$/.test(context.filename)) report(context, node, 'No barrels: import the file that has it; a module has one hand-written public.ts.')
      },
      ExportAllDeclaration(node) {
        report(context, node, 'Name what you export; `export *` hides where things live.')
      },
    }
  },
}

const noDefaultExport = {
  create: (context) => ({
    ExportDefaultDeclaration(node) {
      report(context, node, 'Export by name, so that one thing has one name everywhere.')
    },
  }),
}

const noDisabledTests = {
  create: (context) => ({
    MemberExpression(node) {
      if (['test', 'it', 'describe'].includes(node.object.name) && ['skip', 'todo', 'only', 'skipIf', 'runIf'].includes(node.property.name)) report(context, node, 'A test runs or is deleted.')
    },
  }),
}

const isDocumented = (context, node) => {
  const [last] = context.sourceCode.getCommentsBefore(node).slice(-1)
  return last?.type === 'Block' && last.value.startsWith('*')
}
const isFunction = (value) => value?.type === 'ArrowFunctionExpression' || value?.type === 'FunctionExpression'

const docSentence = {
  create: (context) => ({
    ExportNamedDeclaration(node) {
      const { declaration } = node
      const offered = declaration?.type === 'FunctionDeclaration' || declaration?.type === 'ClassDeclaration' || (declaration?.type === 'VariableDeclaration' && declaration.declarations.some(({ init }) => isFunction(init)))
      if (offered && !isDocumented(context, node)) report(context, node, 'Whoever calls this reads one sentence first: what it promises, shapes, units, errors, the clause.')
    },
  }),
}

const sqlText = (node) => (node.type === 'TemplateElement' ? node.value.raw : typeof node.value === 'string' ? node.value : '')
const looksLikeSql = /\b(select\s[\s\S]+\sfrom\s|insert\s+into\s+\w+\.|update\s+\w+\.\w+\s+set\s|delete\s+from\s+\w+\.)/i

const noSelectStar = {
  create(context) {
    const check = (node) => {
      if (/select\s+\*\s+from/i.test(sqlText(node))) report(context, node, 'Name the columns: a new column must not change what a reader gets.')
    }
    return { Literal: check, TemplateElement: check }
  },
}

const sqlInStores = {
  create(context) {
    const file = context.filename.replaceAll('\\', '/')
    if (!file.includes('/src/') || storeFiles.test(file)) return {}
    const check = (node) => {
      if (looksLikeSql.test(sqlText(node))) report(context, node, "SQL lives in the module's store.ts (or *-store.ts).")
    }
    return { Literal: check, TemplateElement: check }
  },
}

export default {
  meta: { name: 'house' },
  rules: {
    'doc-sentence': docSentence,
    'no-ambient-clock': noAmbientClock,
    'no-ambient-random': noAmbientRandom,
    'no-barrels': noBarrels,
    'no-default-export': noDefaultExport,
    'no-disabled-tests': noDisabledTests,
    'no-select-star': noSelectStar,
    'sql-in-stores': sqlInStores,
  },
}
