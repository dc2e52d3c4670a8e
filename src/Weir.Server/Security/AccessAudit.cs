using Weir.Server.Settings;
using Weir.Storage;

namespace Weir.Server.Security;

/// <summary>Notes in the audit log what was changed beside the database.</summary>
public static class AccessAudit
{
    /// <summary>Notes an act of an actor on a subject, when there is a database.</summary>
    public static void Note(string dataDirectory, string action, string subject, string actor)
    {
        var address = DatabaseSettings.Of(dataDirectory);
        if (!WeirStore.Exists(address)) return;
        using var store = WeirStore.Open(address, TimeProvider.System);
        store.Audit.Note(actor, action, subject, "");
    }
}
