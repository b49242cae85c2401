import { type Document, isAlias, isMap, isScalar, isSeq, type Node, parseDocument, type Tags } from 'yaml';

/** A template as plain JSON, intrinsic functions in their long form. */
export type TemplateNode =
  | string
  | number
  | boolean
  | null
  | TemplateNode[]
  | { [key: string]: TemplateNode };

/** Short forms whose long form does not begin with `Fn::`. */
const WITHOUT_PREFIX = ['Ref', 'Condition'];

/** Types of YAML 1.1 that CloudFormation does not read; a date stays text. */
const UNSUPPORTED_TYPES = ['timestamp', 'binary', 'omap', 'pairs', 'set'];

/**
 * Reads a template in YAML (or JSON) with short-form intrinsic functions. CloudFormation reads YAML 1.1:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 *
 * @throws Error when the text is not valid YAML.
 */
export function parseTemplateYaml(text: string): TemplateNode {
  const document = parseDocument(text, {
    version: '1.1',
    customTags: supportedTags,
    // The short forms are tags that the parser does not know, and says so.
    logLevel: 'error',
  });
  const [error] = document.errors;
  if (error !== undefined) throw error;
  return plain(document.contents, document);
}

function supportedTags(tags: Tags): Tags {
  return tags.filter((tag) => !UNSUPPORTED_TYPES.some((type) => nameOf(tag).endsWith(`:${type}`)));
}

function nameOf(tag: Tags[number]): string {
  return typeof tag === 'string' ? `:${tag}` : tag.tag;
}

function plain(node: Node | null, document: Document.Parsed): TemplateNode {
  if (node === null) return null;
  if (isAlias(node)) return plain(node.resolve(document) ?? null, document);
  const value = untagged(node, document);
  const { tag } = node;
  if (tag === undefined || !tag.startsWith('!') || tag === '!') return value;
  const name = tag.slice(1);
  if (WITHOUT_PREFIX.includes(name)) return { [name]: value };
  return { [`Fn::${name}`]: name === 'GetAtt' && typeof value === 'string' ? splitAttribute(value) : value };
}

function untagged(node: Node, document: Document.Parsed): TemplateNode {
  // The parser types what it read as `unknown`: a pair's key and value and an item are nodes.
  if (isMap<Node, Node | null>(node))
    return Object.fromEntries(
      node.items.map(({ key, value }) => [keyText(key, document), plain(value, document)]),
    );
  if (isSeq<Node>(node)) return node.items.map((item) => plain(item, document));
  if (isScalar<TemplateNode>(node)) return node.value;
  throw new Error(`a template has no node of the kind ${node.constructor.name}`);
}

/** As written: a key `On` is not `true`. */
function keyText(key: Node, document: Document.Parsed): string {
  return isScalar(key) && key.source !== undefined ? key.source : String(plain(key, document));
}

/** `Logical.Some.Attribute` is the attribute `Some.Attribute` of `Logical`. */
export function splitAttribute(text: string): [logicalId: string, attribute: string] {
  const [logicalId = '', ...attribute] = text.split('.');
  return [logicalId, attribute.join('.')];
}
