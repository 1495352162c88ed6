/** The port through which the web server sees the settings of the session. An InputError is answered with its code, FieldFaults field by field. */

import type { z } from 'zod';
import type {
  differencePage,
  Settings,
  SettingsForm,
  SettingsPlan,
  SettingsVersion,
  versionPage,
  versionQuery,
} from '../../api/settings.ts';

/** Who asks, for the audit and the version. */
export interface SettingsActor {
  readonly by: string;
  readonly address: string;
}

interface Wish {
  readonly why: string;
  /** The trader starts with it at once. */
  readonly apply: boolean;
}

interface Based extends Wish {
  /** The newest version when it was made; another one by then is refused. */
  readonly base: number;
}

export interface SettingsDesk {
  read(): Settings;
  form(): SettingsForm;
  versions(query: z.output<typeof versionQuery>): z.infer<typeof versionPage>;
  version(version: number): SettingsVersion;
  difference(from: number, to: number): z.infer<typeof differencePage>;
  plan(session: unknown): Promise<SettingsPlan>;
  save(wish: Based & { readonly session: unknown }, actor: SettingsActor): Promise<SettingsVersion>;
  tighten(wish: Wish & { readonly ladder: Readonly<Record<string, number>> }, actor: SettingsActor): Promise<SettingsVersion>;
  restore(version: number, wish: Based, actor: SettingsActor): Promise<SettingsVersion>;
  apply(version: number, actor: SettingsActor): Promise<Settings>;
}
