import type { Properties } from '../../integration/property-reader';
import { didYouMean } from '../../runtime/suggest';
import { show } from '../../runtime/text';
import { meantRegion } from '../session/region';
import type { Command, Subject } from './command';
import { commandNames, commands, OF_INVOKE, OF_VALUES, PROGRAM } from './commands';
import { readNamedRole, readRoleOfEachAccount } from './named-role';
import { type OptionValues, readOptions } from './options';
import { UsageError } from './usage-error';

/**
 * Reads a command line. Pure: nothing is asked and nothing done.
 *
 * @param args what stands behind the program's name
 * @throws UsageError saying what is wrong and what to write instead
 */
export function parseCommand(args: readonly string[]): Command {
  const [word, ...rest] = args;
  if (word === undefined)
    throw new UsageError(
      `Say what to do: ${PROGRAM} ${commandNames.join(' | ')}. ${PROGRAM} --help says more.`,
    );
  if (word === '--help' || word === '-h' || word === 'help') return { name: 'help', of: helpedIn(rest) };
  if (word === '--version' || word === '-v' || word === 'version') return { name: 'version' };
  const name = commandNames.find((known) => known === word);
  if (name === undefined) {
    throw new UsageError(
      word.startsWith('-')
        ? `The command comes first: ${PROGRAM} ${commandNames.join(' | ')}, and then ${show(word)}.`
        : `There is no command ${show(word)}.${didYouMean(word, commandNames) || ` There are ${commandNames.join(', ')}.`}`,
    );
  }
  const options = readOptions(rest, commands[name]);
  if (options.has('help')) return { name: 'help', of: name };
  const json = options.has('json');
  const aws = { profile: options.value('profile'), region: options.value('region') };
  const role = readNamedRole(options.value('role-name'));
  switch (name) {
    case 'validate':
      return { name, subject: subjectOf(options, role), aws, json, html: options.value('html') };
    case 'doctor':
      return { name, assumeRole: readRoleOfEachAccount(options.value('assume-role')), aws, json };
    case 'explain':
      return { name, text: options.words.length === 0 ? undefined : options.words.join(' '), json };
    case 'plan':
      return { name, role, aws, json };
  }
}

function helpedIn([word]: readonly string[]) {
  return commandNames.find((known) => known === word);
}

function subjectOf(options: OptionValues, role: Subject['role']): Subject {
  const externalId = options.value('external-id');
  if (options.has('invoke')) {
    refuse(
      options,
      ['external-id', ...OF_VALUES],
      'the deployed validator knows integrations by their records: leave it out, or leave out --invoke',
    );
    return {
      kind: 'invoke',
      role,
      stack: options.value('stack'),
      functionName: options.value('function'),
    };
  }
  refuse(options, OF_INVOKE, 'it says which deployed validator is meant: add --invoke');
  if (externalId === undefined) {
    refuse(
      options,
      OF_VALUES,
      'a record tells that: add --external-id to validate a role that has no record',
    );
    return { kind: 'records', role };
  }
  return {
    kind: 'values',
    role,
    properties: {
      ...(role === undefined ? {} : { RoleName: role.roleName }),
      ...(role?.path === undefined ? {} : { Path: role.path }),
      ExternalId: externalId,
      DatadogSite: options.value('site'),
      DatadogAccountId: options.value('datadog-account-id'),
      Permissions: options.value('permissions'),
      ExcludeActions: listOf(options.value('exclude-actions')),
      ...readRegions(options.value('regions')),
    },
  };
}

function listOf(text = ''): readonly string[] {
  return text.split(/[\s,]+/).filter((entry) => entry !== '');
}

/** @throws UsageError for one that is misspelt; whether the partition has them is looked at where the properties are */
function readRegions(text: string | undefined): Properties {
  if (text === undefined) return {};
  const regions = listOf(text);
  for (const region of regions) {
    const meant = meantRegion(region);
    if (meant !== undefined)
      throw new UsageError(
        `--regions has ${show(region)}, and there is no such region. Did you mean ${meant}?`,
      );
  }
  return { Regions: regions };
}

function refuse(options: OptionValues, names: readonly string[], why: string): void {
  const given = names.find((name) => options.has(name));
  if (given !== undefined) throw new UsageError(`--${given} does not go with the rest: ${why}.`);
}
