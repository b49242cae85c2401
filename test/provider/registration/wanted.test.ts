import { handedBack, wishFor } from '../../../src/provider/registration/wanted';
import type { Settings } from '../../../src/registration/settings';
import type { RegistrationSpec } from '../../../src/registration/spec';

const spec = (settings: Settings): RegistrationSpec => ({
  partition: 'aws',
  accountId: '123456789012',
  datadogSite: 'datadoghq.com',
  settings: { ...settings, RoleName: 'Role' },
  existingRegistration: 'Fail',
});
const record = (settings: Settings, before: Settings = {}) => ({ spec: spec(settings), before });

const EU = { include_only: ['eu-west-1'] };
const US = { include_only: ['us-east-1'] };

describe('what a registration is brought to', () => {
  test('is what is given, and what was there before it is kept', () => {
    const wish = wishFor({ Regions: EU }, { Regions: US, AccountTags: ['a'] }, record({}), {});
    expect(wish).toMatchObject({ wanted: { Regions: EU }, before: { Regions: US } });
  });

  test('keeps no default of what was made here: it is the way back anyway', () => {
    const current = { Regions: { include_all: true } } as const;
    expect(wishFor({ Regions: EU }, current, record({}), {}).before).toEqual({});
    expect(wishFor({ Regions: EU }, current, record({}), {}, true).before).toEqual(current);
  });

  test('keeps what was there at first, however often it is changed', () => {
    const { before } = wishFor(
      { Regions: EU },
      { Regions: US },
      record({ Regions: US }, { Regions: EU }),
      {},
    );
    expect(before).toEqual({ Regions: EU });
    expect(wishFor({ Regions: EU }, { Regions: US }, record({ Regions: US }), {}).before).toEqual({});
  });

  test('goes back where a setting is given no longer: to what was there, or to the default', () => {
    const given = record({ Regions: EU, 'Metrics.Enabled': false }, { Regions: US });
    expect(wishFor({}, { Regions: EU, 'Metrics.Enabled': false }, given, {}).wanted).toEqual({
      Regions: US,
      'Metrics.Enabled': true,
    });
  });

  test('stands on record with what is being taken back, so that a rollback knows that it had been given', () => {
    const { meanwhile } = wishFor({ AccountTags: ['a'] }, { Regions: EU }, record({ Regions: EU }), {});
    expect(meanwhile).toEqual({ RoleName: 'Role', Regions: EU, AccountTags: ['a'] });
    const rolledBack = wishFor({ Regions: EU }, { Regions: EU }, record(meanwhile), {});
    expect(rolledBack.before).toEqual({});
    expect(rolledBack.wanted).toEqual({ Regions: EU, AccountTags: [] });
  });

  test('goes by the event where there is no record', () => {
    expect(wishFor({}, { Regions: EU }, undefined, { Regions: EU }).wanted).toEqual({
      Regions: { include_all: true },
    });
  });
});

describe('what goes back of an adopted registration', () => {
  test('is what still is as it was set, and only what differs', () => {
    const adopted = record({ Regions: EU, AccountTags: ['a'] }, { Regions: US, AccountTags: ['a'] });
    expect(handedBack({ Regions: EU, AccountTags: ['a'] }, adopted)).toEqual({
      back: { Regions: US },
      kept: [],
    });
  });

  test('is nothing that somebody else has set since, which is named', () => {
    const adopted = record({ Regions: EU, AccountTags: ['a'] }, { Regions: US, AccountTags: [] });
    expect(handedBack({ Regions: { include_only: ['other'] }, AccountTags: ['a'] }, adopted)).toEqual({
      back: { AccountTags: [] },
      kept: ['Regions'],
    });
  });
});
