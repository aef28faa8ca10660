import { CardEntity } from './card.entity.js';
import { MemberEntity } from './member.entity.js';

export { cardDigest, cardSiteDigest, isRandomUid } from './card-digest.js';
export { CardsService } from './cards.service.js';
export { FirstAdminService } from './first-admin.service.js';
export { bumpMember, leaveMembershipKind, mayBeSupervisor, maySupervise, membershipKindOf } from './member-rows.js';
export { MembersModule } from './members.module.js';
export { MembersService } from './members.service.js';
/** For the composition root. */
export const memberEntities = [MemberEntity, CardEntity];
