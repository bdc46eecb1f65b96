CREATE TABLE "message_blocks" (
	"id" serial PRIMARY KEY NOT NULL,
	"after_id" uuid NOT NULL,
	"last_id" uuid NOT NULL,
	"size" integer NOT NULL,
	"ids" "bytea" NOT NULL,
	CONSTRAINT "message_blocks_after_id_unique" UNIQUE("after_id")
);
--> statement-breakpoint
CREATE TABLE "message_terms" (
	"block" integer NOT NULL,
	"term" text collate "C" NOT NULL,
	"positions" "bytea" NOT NULL,
	CONSTRAINT "message_terms_block_term_pk" PRIMARY KEY("block","term")
);
--> statement-breakpoint
CREATE INDEX "audit_events_message" ON "audit_events" USING btree ((details ->> 'messageId')) WHERE action in ('message.cancelled', 'message.resolved');
