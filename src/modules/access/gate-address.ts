/** Where a gate's commands go, and what it must be told. */
export interface GateAddress {
  readonly gateId: string;
  readonly slug: string;
  readonly signed: boolean;
  readonly credentialVersion: number;
}

export interface GateAddressRow {
  readonly gate_id: string;
  readonly gate_slug: string;
  readonly signed: boolean;
  readonly credential_version: number;
}

/** Of a gate `g`, as `addressOf` reads them. */
export const addressColumns = 'g.id as gate_id, g.slug as gate_slug, g.signed, g.credential_version';

export const addressOf = (row: GateAddressRow): GateAddress => ({
  gateId: row.gate_id,
  slug: row.gate_slug,
  signed: row.signed,
  credentialVersion: row.credential_version,
});
