-- Rows of a database at revision 0004: a team with its home said in topic 12 of a group, one person, one message that waits.
INSERT INTO "addresses" VALUES('org','b52ccc12d69c6711d32da4419cac50a4',X'FC93EDED1057D1BC662A7AD3C7E6470A5882F907B1A999DF691033AE2ECFDDE8087B5025C584D68E28A0079ACF3D5B30088E6705175D3EA9B6669E3EC81A2781E7E1AF58147610');
INSERT INTO "addresses" VALUES('org','098d60bf7a659b3d974ec50a31d37a3e',X'FC93EDED1057D1BCB817B3B2CE77E244EA331FBD31D7414528E766BA84B7317EACB8962F6114B556AA0B5F88C5E75CA54B51890523C59FE1E9C45FDF90A3D2FB8F219DA8AF');
INSERT INTO "identities" VALUES('org','098d60bf7a659b3d974ec50a31d37a3e','m1',1);
INSERT INTO "members" VALUES('org','m1',X'D48D3761EB50DD3B5C5E5862B76FD79FAF62707CABE202DA1A8FE39AA5DAFEF7D535FF0941844D862C',0,0,1,NULL);
INSERT INTO "memberships" VALUES('org','s1','t1','m1',0,1,1772442000000000);
INSERT INTO "organisations" VALUES('org','org','our organisation','Europe/London','','',5,3,2,1,180,'qs1',1,1772442000000000,'','18:00');
INSERT INTO "outbox" VALUES('org','o1','b52ccc12d69c6711d32da4419cac50a4','TeamTold','{"what":"people","name":"","number":0,"words":""}',0,1772442000000000,NULL,'','','waiting',0,NULL,X'','');
INSERT INTO "question_sets" VALUES('org','qs1',1,'["What works well here and should stay as it is?","What should we stop doing, or do differently?","What is missing: what would help you and the people you work for?"]','["keep","stop","missing"]','["910f83623ece05de","28cba43f03560d1c","f9ca3a8165048a50"]');
INSERT INTO "teams" VALUES('org','t1','Crisis line','','b52ccc12d69c6711d32da4419cac50a4','',0);
