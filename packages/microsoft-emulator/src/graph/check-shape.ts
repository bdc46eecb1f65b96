import { GraphRefusal } from './graph-refusal.ts'
import { isBase64 } from './is-base64.ts'
import { attachmentShapes, type Shape } from './message-shape.ts'

/** Throws Graph's `RequestBodyRead` for the first member that does not match its type. */
export function checkShape(value: unknown, shape: Shape, property: string): void {
  if (value === null || shape.kind === 'any') return
  switch (shape.kind) {
    case 'object':
      checkObject(value, shape, property)
      break
    case 'attachment':
      checkAttachment(value, property)
      break
    case 'collection':
      if (!Array.isArray(value)) throw unexpected(value, 'StartArray', property)
      for (const item of value) checkShape(item, shape.of, property)
      break
    default:
      checkPrimitive(value, shape, property)
  }
}

function checkObject(value: unknown, shape: Extract<Shape, { kind: 'object' }>, property: string): void {
  if (!isObject(value)) throw unexpected(value, 'StartObject', property)
  for (const [name, member] of Object.entries(value)) {
    if (name.startsWith('@odata.')) continue
    const memberShape = Object.hasOwn(shape.properties, name) ? shape.properties[name] : undefined
    if (!memberShape) throw new GraphRefusal('unknownProperty', { property: name, type: shape.type })
    checkShape(member, memberShape, name)
  }
}

function checkAttachment(value: unknown, property: string): void {
  if (!isObject(value)) throw unexpected(value, 'StartObject', property)
  const type = value['@odata.type'] ?? '#microsoft.graph.attachment'
  const name = typeof type === 'string' ? /^#?microsoft\.graph\.(\w+)$/.exec(type)?.[1] : undefined
  const shape = name !== undefined && Object.hasOwn(attachmentShapes, name) ? attachmentShapes[name] : undefined
  if (!shape) throw new GraphRefusal('attachmentTypeInvalid', { type: typeof type === 'string' ? type : 'null' })
  checkShape(value, shape, property)
}

function checkPrimitive(value: unknown, shape: Shape, property: string): void {
  if (typeof value === 'object') throw unexpected(value, 'PrimitiveValue', property)
  if (shape.kind === 'boolean') {
    if (typeof value !== 'boolean') throw unconvertible(value, 'Edm.Boolean')
    return
  }
  if (typeof value !== 'string') throw unconvertible(value, 'Edm.String')
  if (shape.kind === 'binary' && !isBase64(value)) throw unconvertible(value, 'Edm.Binary')
  if (shape.kind === 'enum' && !shape.values.includes(value.toLowerCase())) {
    throw new GraphRefusal('enumValueUnknown', { literal: value })
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function unexpected(value: unknown, expected: string, property: string): GraphRefusal {
  const found = Array.isArray(value) ? 'StartArray' : typeof value === 'object' ? 'StartObject' : 'PrimitiveValue'
  return new GraphRefusal('unexpectedNode', { found, expected, property })
}

function unconvertible(value: unknown, type: string): GraphRefusal {
  return new GraphRefusal('unconvertibleLiteral', { literal: String(value).slice(0, 80), type })
}
