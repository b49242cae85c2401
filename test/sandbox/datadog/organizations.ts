import { forbidden } from './datadog-error';
import { looksLikeApiKey, looksLikeApplicationKey } from './keys';
import { Organization } from './organization';
import { DEFAULT_SITE, isSite } from './sites';

/** Who is who: every organization by its keys. */
export class Organizations {
  readonly #byApiKey = new Map<string, Organization>();
  readonly #byApplicationKey = new Map<string, Organization>();
  readonly #revoked = new Set<string>();

  all(): Organization[] {
    return [...new Set(this.#byApiKey.values())];
  }

  /**
   * The organization that an API key names, made at the first mention.
   *
   * @throws Error for a key that cannot be one, a site that Datadog has not, and an organization that lives elsewhere
   */
  named(apiKey: string, site?: string): Organization {
    if (!looksLikeApiKey(apiKey))
      throw new Error(`an API key must have 32 hex digits and not end in "dead", but is ${apiKey}`);
    if (site !== undefined && !isSite(site)) throw new Error(`Datadog has no site ${site}`);
    const organization = this.#byApiKey.get(apiKey) ?? this.#make(apiKey, site ?? DEFAULT_SITE);
    if (site !== undefined && organization.site !== site)
      throw new Error(`the organization of ${apiKey} lives on ${organization.site}, not on ${site}`);
    return organization;
  }

  /** @throws DatadogError 403 for an API key that is not valid on the site */
  ofApiKey(site: string, apiKey: string): Organization {
    if (!looksLikeApiKey(apiKey) || this.#revoked.has(apiKey)) throw forbidden();
    const organization = this.#byApiKey.get(apiKey) ?? this.#make(apiKey, site);
    if (organization.site !== site) throw forbidden();
    return organization;
  }

  /** @throws DatadogError 403 for an application key that is not valid, or is another organization's */
  checkApplicationKey(organization: Organization, applicationKey: string): void {
    if (!looksLikeApplicationKey(applicationKey) || this.#revoked.has(applicationKey)) throw forbidden();
    if (this.claim(organization, applicationKey) !== organization) throw forbidden();
  }

  /** Whose an application key is: whoever comes with it first. */
  claim(organization: Organization, applicationKey: string): Organization {
    const owner = this.#byApplicationKey.get(applicationKey) ?? organization;
    this.#byApplicationKey.set(applicationKey, owner);
    return owner;
  }

  addApiKey(organization: Organization, apiKey: string): void {
    const owner = this.#byApiKey.get(apiKey) ?? organization;
    if (owner !== organization) throw new Error(`the API key ${apiKey} is another organization's`);
    this.#byApiKey.set(apiKey, organization);
  }

  revoke(key: string): void {
    this.#revoked.add(key);
  }

  #make(apiKey: string, site: string): Organization {
    const organization = new Organization(apiKey, site);
    this.#byApiKey.set(apiKey, organization);
    return organization;
  }
}
