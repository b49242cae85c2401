import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import biome from '../../biome.json';
import { engines } from '../../package.json';

const settings = new Map(
  [...readFileSync('.editorconfig', 'utf8').matchAll(/^(\w+) = (.+)$/gm)].map(([, key = '', value = '']) => [
    key,
    value,
  ]),
);

test('.editorconfig lays out code as the formatter does', () => {
  const { indentStyle, lineWidth } = biome.formatter;
  expect(settings.get('indent_style')).toBe(indentStyle);
  expect(settings.get('max_line_length')).toBe(String(lineWidth));
});

test('.nvmrc has the oldest Node.js that the package allows', () => {
  expect(engines.node).toBe(`>=${readFileSync('.nvmrc', 'utf8').trim()}`);
});

test.each(readdirSync('.github/ISSUE_TEMPLATE').filter((file) => file !== 'config.yml'))(
  'the issue form %s has what GitHub demands, and warns of secrets',
  (file) => {
    const text = readFileSync(`.github/ISSUE_TEMPLATE/${file}`, 'utf8');
    const form: { name: string; description: string; body: readonly { type: string; id?: string }[] } =
      parse(text);

    expect(form.name).toBeTruthy();
    expect(form.description).toBeTruthy();
    const ids = form.body.filter(({ type }) => type !== 'markdown').map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).not.toContain(undefined);
    expect(text).toMatch(/external ids?/);
    expect(text).toMatch(/\bkeys?\b/);
  },
);
