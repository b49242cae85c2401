import { VERSION } from '../../src/runtime/version';

/** Code of the two functions, as `index.js` holds it. */
export interface FunctionCode {
  readonly provider: string;
  readonly validator: string;
}

/** What a packaged template is made of. */
export interface TemplateSource {
  /** template.yaml. */
  readonly template: string;
  /** As `packagedRelease` gives it. */
  readonly release: string;
}

/** Where the zips of a release lie in a bucket: CloudFormation updates a function when its key changes, and never looks whether the object did. */
export function prefixOf(release: string): string {
  return `datadog-integration-role/${release.replace('+', '-')}/`;
}

/**
 * The one file that deploys everything: template.yaml with the code of both functions in it, without the parameters that say where
 * code is hosted. Text is changed and nothing written anew, so that whoever knows template.yaml finds it again.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html
 *
 * @param packages names and versions of the packages of others in the code
 * @throws Error when template.yaml does not look as it is known to
 */
export function accountTemplate(
  source: TemplateSource,
  code: FunctionCode,
  packages: readonly string[],
): string {
  const text = replaced(stamped(source), [
    [/^ {2}CodeBucket:\n(?: {4}.*\n)+/m, () => ''],
    [/^ {2}CodePrefix:\n(?: {4}.*\n)+/m, () => ''],
    [/\[CodeBucket, CodePrefix, /, () => '['],
    [/^ {6}CodeBucket: \{.*\n {6}CodePrefix: \{.*\n/m, () => ''],
    [hosted('custom-resource'), () => inline(code.provider)],
    [hosted('validator'), () => inline(code.validator)],
  ]);
  return `${header(source.release, packages)}${text}`;
}

/** template.yaml for those who host the zips of this release in a bucket of theirs. */
export function hostedTemplate(source: TemplateSource): string {
  return replaced(stamped(source), [
    [
      /^( {2}CodePrefix:\n(?: {4}.*\n)*? {4}Default: )\S+$/m,
      (before) => `${before}${prefixOf(source.release)}`,
    ],
  ]);
}

function stamped({ template, release }: TemplateSource): string {
  return replaced(template, [
    [/^(Description: .*)$/m, (description) => `${description} Release ${release}.`],
    ...['DatadogAccount', 'DatadogIntegration'].map(
      (logicalId): Change => [releaseOf(logicalId), (before) => `${before}${release}`],
    ),
  ]);
}

/** The property of a custom resource, up to its value. */
function releaseOf(logicalId: string): RegExp {
  const version = VERSION.replaceAll('.', '\\.');
  return new RegExp(`^( {2}${logicalId}:\\n(?: {4}.*\\n)*? {6}Release: )${version}$`, 'm');
}

function hosted(zip: string): RegExp {
  return new RegExp(`^ {8}S3Bucket: !Ref CodeBucket\\n {8}S3Key: !Sub \\$\\{CodePrefix\\}${zip}\\.zip$`, 'm');
}

/** A literal block: the code as it is, each line indented, and nothing to be escaped. */
function inline(code: string): string {
  const lines = code.replace(/\n?\/\/# sourceMappingURL=.*\n$/, '').split('\n');
  const illegal = lines.find((line) => /[^\t\x20-\x7e]/.test(line));
  if (illegal !== undefined)
    throw new Error(`code of a template has to be ASCII, and this is not: ${illegal.slice(0, 80)}`);
  return ['        ZipFile: |-', ...lines.map((line) => (line === '' ? '' : `          ${line}`))].join('\n');
}

function header(release: string, packages: readonly string[]): string {
  return [
    `# datadog-integration-role ${release}: template.yaml with the code of both functions at their property Code.`,
    '# The code has parts of these packages in it; their license texts are in THIRD-PARTY-LICENSES.txt, which goes with this file:',
    ...packages.map((name) => `# ${name}`),
    '',
  ].join('\n');
}

/** What stands in the place of a pattern, of which the first group is given. */
type Change = readonly [pattern: RegExp, replacement: (first: string) => string];

function replaced(text: string, changes: readonly Change[]): string {
  return changes.reduce((before, [pattern, replacement]) => {
    const found = before.match(new RegExp(pattern.source, `${pattern.flags}g`))?.length ?? 0;
    if (found !== 1) throw new Error(`template.yaml has ${found} places like ${pattern}, and one is needed`);
    return before.replace(pattern, (_, first) => replacement(first));
  }, text);
}
