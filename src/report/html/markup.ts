import { visible } from '../../runtime/text';

/** HTML that may stand in a page as it is. */
export class Markup {
  constructor(readonly html: string) {}
}

export type Content = string | number | Markup | readonly Content[];

const CODES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * A template of HTML. Whatever is put into it is text, unless it is `Markup` itself: texts of an account (AWS's answers,
 * names, tags) stay texts, in elements as in quoted attributes.
 *
 * @example html`<p title="${roleName}">${summary}</p>` // where roleName is `"><script>alert(1)</script>`
 */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(parts.map((part, index) => part + textOf(contents[index] ?? '')).join(''));
}

function textOf(content: Content): string {
  if (content instanceof Markup) return content.html;
  if (typeof content === 'string' || typeof content === 'number') return escaped(String(content));
  return content.map(textOf).join('');
}

/** https://html.spec.whatwg.org/multipage/syntax.html#attributes-2 */
function escaped(text: string): string {
  return visible(text).replaceAll(/[&<>"']/g, (character) => CODES[character] ?? character);
}
