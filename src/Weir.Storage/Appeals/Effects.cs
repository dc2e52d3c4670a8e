using System.Data.Common;
using System.Globalization;
using Weir.Storage.Review;
using Weir.Storage.Settings;

namespace Weir.Storage.Appeals;

/// <summary>What the settlement of a case changes, and how that is undone.</summary>
internal static class Effects
{
    public static string SourceOf(long id) => string.Create(CultureInfo.InvariantCulture, $"appeal {id}");

    public static void Apply(DbConnection connection, AppealCase about, Settlement settlement, string actor, DateTimeOffset now)
    {
        if (settlement.Entry is { } entry)
        {
            ListStore.PutOver(connection, entry, actor, about.Tenant, SourceOf(about.Id), now);
            SettingStore.Bump(connection, ListStore.Revision);
        }

        if (!settlement.IsLearned) return;
        GoldSet.Put(connection, new GoldSubject { Canonical = about.Canonical, Subject = about.Subject, IsPhishing = settlement.IsPhishing, Origin = "appeal", CaseId = about.Id }, actor, now);
        PersonLabels.Put(connection, new PersonLabel(about.Canonical, about.Subject, about.Registrable, settlement.IsPhishing), now);
    }

    public static void Undo(DbConnection connection, AppealCase about, string actor, DateTimeOffset now)
    {
        if (about.Label is null) return;
        foreach (var entry in ListQueries.OfSource(connection, SourceOf(about.Id))) ListStore.Take(connection, entry, actor, now);
        if (GoldSet.TakeOfCase(connection, about.Id, actor, now)) PersonLabels.Take(connection, about.Canonical);
    }
}
