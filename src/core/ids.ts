/** Ids are UUIDv7, made in the service by an `IdSource`; branded so that one kind cannot pass for another. */
export type Id<Kind extends string> = string & { readonly __kind?: Kind };
export type MemberId = Id<'member'>;
export type CardId = Id<'card'>;
export type MachineId = Id<'machine'>;
export type GateId = Id<'gate'>;
export type BookingId = Id<'booking'>;
export type SessionId = Id<'session'>;
export type CompetencyId = Id<'competency'>;
export type CertificateId = Id<'certificate'>;
