CREATE TABLE "alert_conditions" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"bot_id" text collate "C",
	"state" json NOT NULL
);
--> statement-breakpoint
ALTER TABLE "alert_webhooks" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "alert_conditions" ADD CONSTRAINT "alert_conditions_bot_id_bots_id_fk" FOREIGN KEY ("bot_id") REFERENCES "public"."bots"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alert_conditions_bot_id" ON "alert_conditions" USING btree ("bot_id");